"""Where an embedded stack keeps its data, sockets, locks and binaries, and under which user it runs.

PostgreSQL refuses to run as root. As root, both servers therefore run as an existing unprivileged system user, in a
directory of their own under ``/var/lib/factcheck``: the checkout may be unreadable to that user, and nothing that
exists already has its mode or owner changed. An ordinary user's servers live inside the data directory.

Every place follows from the data directory alone, so URLs are known before a server runs.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

SYSTEM_HOME = Path("/var/lib/factcheck")
SYSTEM_USERS = ("nobody", "daemon")
POSTGRES_SOCKET = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 107  # sun_path holds 108 bytes with its final NUL: unix(7)
OWNER_ROLE = "factcheck_owner"
APP_ROLE = "factcheck_app"
SUPERUSER = "postgres"
DATABASE = "factcheck"


class StackFailed(Exception):
    """The embedded stack cannot run here; the message says what to do."""


@dataclass(frozen=True)
class Identity:
    """The user the servers run as, when it is not the user who starts them."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Places:
    """All paths of one stack."""

    data_dir: Path
    home: Path
    sockets: Path
    identity: Identity | None

    @property
    def postgres_data(self) -> Path:
        return self.home / "postgres"

    @property
    def redis_data(self) -> Path:
        return self.home / "redis"

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis.sock"

    @property
    def locks(self) -> Path:
        return self.data_dir / "locks"

    @property
    def log(self) -> Path:
        return self.data_dir / "logs" / "embedded.log"

    def database_url(self, role: str, database: str = DATABASE) -> str:
        """Return the URL by which ``role`` reaches ``database`` through the socket."""
        return f"postgres://{role}@/{database}?host={quote(str(self.sockets))}&port=5432"

    def redis_url(self, number: int = 0) -> str:
        """Return the URL of the Redis database of that number."""
        return f"unix://{self.redis_socket}?db={number}"


def places_for(data_dir: Path) -> Places:
    """Return the places of the stack that belongs to ``data_dir``; creates nothing."""
    data_dir = data_dir.resolve()
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    if os.geteuid() == 0:
        home = SYSTEM_HOME / "stacks" / digest
        return Places(data_dir=data_dir, home=home, sockets=home / "run", identity=_system_user())
    home = data_dir / "stack"
    sockets = home / "run"
    if len(os.fsencode(sockets / POSTGRES_SOCKET)) > SOCKET_PATH_LIMIT:
        sockets = Path(tempfile.gettempdir()) / f"factcheck-{os.geteuid()}-{digest}"
    return Places(data_dir=data_dir, home=home, sockets=sockets, identity=None)


def create(places: Places, *, disposable: bool) -> None:
    """Make the directories beside the locks, all readable by their owner only.

    A data directory that was deleted takes its database with it: what an earlier stack of the same path left outside
    is deleted when ``disposable``, set aside otherwise.

    Raises:
        StackFailed: when a directory cannot be made or belongs to somebody else.
    """
    try:
        places.log.parent.mkdir(mode=0o700, exist_ok=True)
        if places.identity is not None:
            _open_system_home()
        _retire_leftover(places, disposable=disposable)
        for folder in (places.home, places.redis_data, places.sockets):
            _own_folder(folder, places.identity)
        (places.home / "stack-id").write_text(_stack_id(places))
    except OSError as error:
        raise StackFailed(f"The embedded stack cannot prepare {places.home}: {error}") from error


def runnable(package: Path, identity: Identity | None) -> Path:
    """Return a wheel's ``package`` folder, or as root a copy that the system user can read, made once per version.

    Shared libraries beside the package (``NAME.libs``) are found by relative path, so they come along.
    """
    if identity is None:
        return package
    copy = SYSTEM_HOME / "bin" / f"{package.name}-{_fingerprint(package)}"
    if not copy.exists():
        copy.parent.mkdir(exist_ok=True)
        copy.parent.chmod(0o755)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=copy.parent))
        for part in _parts(package):
            shutil.copytree(part, draft / part.name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        for entry in [draft, *draft.rglob("*")]:
            if not entry.is_symlink():
                entry.chmod(0o755 if entry.is_dir() or os.access(entry, os.X_OK) else 0o644)
        try:
            draft.rename(copy)
        except OSError:  # another process was faster; its copy is as good
            shutil.rmtree(draft, ignore_errors=True)
            if not copy.exists():
                raise
    return copy / package.name


def _parts(package: Path) -> list[Path]:
    beside = package.with_name(f"{package.name}.libs")
    return [package, beside] if beside.is_dir() else [package]


def _fingerprint(package: Path) -> str:
    sizes = sorted((str(f), f.stat().st_size) for f in package.rglob("*") if f.is_file() and f.suffix != ".pyc")
    relative = repr([(name.removeprefix(str(package)), size) for name, size in sizes])
    return hashlib.sha256(relative.encode()).hexdigest()[:12]


def _system_user() -> Identity:
    for name in SYSTEM_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Identity(uid=entry.pw_uid, gid=entry.pw_gid)
    raise StackFailed(
        f"Running as root needs an unprivileged system user ({' or '.join(SYSTEM_USERS)}) for PostgreSQL. "
        "Run as an ordinary user, or set DATABASE_URL and REDIS_URL."
    )


def _open_system_home() -> None:
    """Make the shared parents: others may pass through, nobody but root may list or write."""
    for folder in (SYSTEM_HOME, SYSTEM_HOME / "stacks"):
        if not folder.exists():
            folder.mkdir(mode=0o711, parents=True, exist_ok=True)
            folder.chmod(0o711)  # independent of the umask


def _own_folder(folder: Path, identity: Identity | None) -> None:
    uid = os.geteuid() if identity is None else identity.uid
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        if found.st_uid != uid or folder.is_symlink():
            raise StackFailed(f"{folder} belongs to somebody else. Remove it or use another FACTCHECK_DATA_DIR.")
        return
    if identity is not None:
        os.chown(folder, identity.uid, identity.gid)


def _stack_id(places: Places) -> str:
    marker = places.data_dir / "stack-id"
    if not marker.exists():
        marker.write_text(uuid.uuid4().hex)
    return marker.read_text()


def _retire_leftover(places: Places, *, disposable: bool) -> None:
    known = places.home / "stack-id"
    if not known.exists() or known.read_text() == _stack_id(places):
        return
    if disposable:
        shutil.rmtree(places.home)
    else:
        places.home.rename(places.home.with_name(f"{places.home.name}-{known.read_text()[:8]}"))
