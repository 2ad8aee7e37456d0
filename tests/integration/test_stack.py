"""The stack the tests themselves run on."""

from __future__ import annotations

import redis
from django.conf import settings
from django.db import connection


def test_postgresql_answers_with_utf8_and_utc(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), current_setting('TimeZone'), current_user")
        assert cursor.fetchone() == ("UTF8", "UTC", "factcheck_owner")


def test_redis_answers_on_a_number_of_this_worker() -> None:
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        assert client.ping()
        assert client.connection_pool.connection_kwargs["db"] >= 1
