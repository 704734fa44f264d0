"""One build at a time, in a folder aside that becomes a run by one rename, or nothing.

A run is either there in whole or not at all: its files are on the disk before the folder gets the name of a
run. A build that was killed leaves a folder aside, which the next build removes, and no lock: the operating
system gives a lock back with the process that held it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from gaoxin.base.errors import UsageError

ASIDE = ".building-"
LOCK = ".lock"
HOLDER = ".holder.json"

RUN = re.compile(r"(\d{8}-\d{6})-[0-9a-f]{6}")
_STAMP = "%Y%m%d-%H%M%S"


@contextmanager
def aside(runs: Path) -> Generator[Path]:
    """A new folder aside, under the lock of the project; what dead builds left is removed first.

    The folder is removed at the end unless it was published.

    Raises
    ------
    UsageError : another build holds the lock, or no folder can be written
    """
    _make(runs)
    lock = FileLock(str(runs / LOCK))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        message = f"{runs.parent}: 正在测算 · {_holder(runs)} is building; try: again when it is done"
        raise UsageError(message) from None
    try:
        _write_holder(runs)
        sweep(runs)
        folder = Path(tempfile.mkdtemp(prefix=ASIDE, dir=runs))
        folder.chmod(0o755)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        (runs / HOLDER).unlink(missing_ok=True)
        lock.release()


def _make(runs: Path) -> None:
    try:
        runs.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{runs}: 这里写不了 · no folder can be written here ({error.strerror}); try: another place"
        raise UsageError(message) from None


def _write_holder(runs: Path) -> None:
    """Say who builds; for people, the lock itself does not rest on it."""
    started = datetime.now().astimezone().isoformat(timespec="seconds")
    who = {"pid": os.getpid(), "host": socket.gethostname(), "started": started}
    part = runs / f"{HOLDER}.part"
    part.write_text(json.dumps(who), encoding="utf-8")
    part.replace(runs / HOLDER)


def _holder(runs: Path) -> str:
    with suppress(OSError, ValueError, KeyError, TypeError):
        who = json.loads((runs / HOLDER).read_text(encoding="utf-8"))
        return f"process {who['pid']} on {who['host']} (since {who['started']})"
    return "another process"


def sweep(runs: Path) -> list[str]:
    """Remove the folders that dead builds left; only under the lock, when nobody builds."""
    left = sorted(folder for folder in runs.glob(f"{ASIDE}*") if folder.is_dir())
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return [folder.name for folder in left]


def stamp(runs: Path, now: datetime) -> str:
    """The time of a new run's name: now, but later than every run, so that names sort as runs were made."""
    times = [match[1] for folder in runs.iterdir() if (match := RUN.fullmatch(folder.name))]
    latest = max(times, default="")
    if latest < now.strftime(_STAMP):
        return now.strftime(_STAMP)
    return (datetime.strptime(latest, _STAMP) + timedelta(seconds=1)).strftime(_STAMP)


def publish(folder: Path, run: Path) -> None:
    """Put every file on the disk, then give the folder its name: the one step that makes it a run."""
    for place, folders, files in os.walk(folder):
        for name in files:
            _to_disk(Path(place, name))
        for name in folders:
            _to_disk(Path(place, name))
    _to_disk(folder)
    folder.rename(run)
    _to_disk(run.parent)


def _to_disk(path: Path) -> None:
    """Wait until a file or folder is on the disk; systems that cannot open a folder do without."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
