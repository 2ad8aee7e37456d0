"""A real browser against a live server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.factories import desk
from tests.factories.people import person

PASSWORD = "correct-horse-battery"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SignInHere = Callable[[str], Page]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return where Chromium is; without one the tests are skipped here, and fail in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        message = "no Chromium on PATH: `apt-get install chromium` makes the browser tests run"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="module")  # no longer: while Playwright runs, no other test of this process could run a loop
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Playwright's loop makes Django think that this thread is asynchronous; it runs one thing at a time.
        before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        browser.close()
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
        if before is not None:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def sign_in_here(browser: Browser, live_server: LiveServer) -> Iterator[SignInHere]:
    """Return a function that signs a member of the cast in by the form and gives their page, on the queue."""
    desk.seed()
    contexts = []

    def as_person(name: str) -> Page:
        user = person(name)
        user.set_password(PASSWORD)
        user.save()
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.goto("/desk/")
        page.get_by_label("Username or email address").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Claims").wait_for()
        return page

    yield as_person
    for context in contexts:
        context.close()
