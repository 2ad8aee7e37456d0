"""Keep leases alive while their holder works."""

from __future__ import annotations

import logging
import threading
from types import TracebackType

from django.db import DatabaseError, connections

from factcheck.core.services import leases

logger = logging.getLogger(__name__)


class Keeper:
    """Renews the leases it was given every five seconds on a connection of its own, until it is left.

    ``lost`` holds the ids that another worker took over meanwhile; their results will be refused by the fence.
    """

    def __init__(self, machine: leases.Machine) -> None:
        self._machine = machine
        self._held: dict[int, leases.Lease] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lease-keeper", daemon=True)
        self.lost: set[int] = set()

    def __enter__(self) -> Keeper:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def hold(self, taken: list[leases.Lease]) -> None:
        """Renew ``taken`` from now on."""
        with self._lock:
            self._held.update({lease.row_id: lease for lease in taken})

    def drop(self, lease: leases.Lease) -> None:
        """Stop renewing ``lease``: its row is finished or put back."""
        with self._lock:
            self._held.pop(lease.row_id, None)

    def _run(self) -> None:
        try:
            while not self._stop.wait(leases.RENEW_EVERY_S):
                self._renew()
        finally:
            connections.close_all()

    def _renew(self) -> None:
        with self._lock:
            held = list(self._held.values())
        if not held:
            return
        try:
            kept = leases.renew(self._machine, held)
        except DatabaseError:
            logger.exception("leases not renewed")
            connections.close_all()
            return
        self.lost |= {lease.row_id for lease in held} - kept
