"""A process that forks builds and kills them: at a step, around the rename, or after some time.

Each line on its input is a folder and a moment; it answers with how the build ended.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from gaoxin.services.runs.building import build


def die() -> None:
    """End at once, with nothing said to anybody."""
    os.kill(os.getpid(), signal.SIGKILL)


def around_rename(after: bool) -> None:
    """Die right before, or right after, a folder gets another name."""
    rename = os.rename

    def deadly(old: str | Path, new: str | Path) -> None:
        if not Path(old).is_dir():
            rename(old, new)
            return
        if after:
            rename(old, new)
        die()

    os.rename = deadly  # pyright: ignore[reportAttributeAccessIssue] - a trap


def child(folder: Path, moment: str) -> None:
    """Build, and die on the way."""
    kind, _, name = moment.partition(":")
    step: Callable[[str], object] = str
    if kind == "step":
        step = lambda seen: die() if seen == name else None  # noqa: E731 - a trap
    elif kind == "rename":
        around_rename(name == "after")
    build(folder, step=step)


def main() -> None:
    """Fork a build for each line."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    for line in sys.stdin:
        folder, moment = line.rstrip("\n").split("\t")
        born = os.fork()
        if born == 0:
            code = 1
            try:
                child(Path(folder), moment)
                code = 0
            finally:
                os._exit(code)
        kind, _, seconds = moment.partition(":")
        signal.sigtimedwait({signal.SIGCHLD}, float(seconds) if kind == "after" else 600)
        os.kill(born, signal.SIGKILL)
        ended = os.waitstatus_to_exitcode(os.waitpid(born, 0)[1])
        signal.sigtimedwait({signal.SIGCHLD}, 0)  # the word of this death shall not end the next build
        print(ended, flush=True)


if __name__ == "__main__":
    main()
