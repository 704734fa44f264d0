"""The commands and their exit codes: 0 done, 1 the user's data or pack, 2 wrong use, 3 our own fault."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from gaoxin.base.errors import GaoxinError
from gaoxin.cli import alone, analyses, change, compute, packs, points, project, robust, runs

WRONG_USE, OUR_FAULT = 2, 3

app = App(
    name="gaoxin",
    help="高新区创新能力量化管理系统 · measure and steer innovation in high-tech zones, offline and exact.",
    version_flags=["--version"],
    help_format="plaintext",
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
app.command(compute.verdicts)
app.command(compute.index)
app.command(compute.indicators)
app.command(points.points)
app.command(compute.contributions)
app.command(change.change)
app.command(change.account)
app.command(change.target)
app.command(analyses.analyse)
app.command(alone.position)
app.command(alone.jury)
app.command(robust.robust)
app.command(compute.explain)
app.command(compute.sql)
app.command(project.demo)
app.command(project.new)
app.command(project.check)
app.command(runs.build)
app.command(runs.runs)
app.command(runs.diff)
app.command(runs.replay)
app.command(runs.report)
app.command(packs.app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code."""
    gc.set_threshold(50_000, 20, 20)  # a command makes few rings: searching for them seldom saves a tenth
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code."""
    try:
        result = app(list(arguments), exit_on_error=False, print_error=False)
        sys.stdout.flush()
    except CycloptsError as error:
        print(f"{error}\ntry: gaoxin --help", file=sys.stderr)
        return WRONG_USE
    except GaoxinError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        _leave_quietly()
        return 0
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    except Exception:  # noqa: BLE001 - the last net: whatever was not foreseen is our own fault
        traceback.print_exc()
        print("This is a fault of Gaoxin itself; please report it with the lines above.", file=sys.stderr)
        return OUR_FAULT
    return result if isinstance(result, int) else 0


def _leave_quietly() -> None:
    """Let what is still to be printed go nowhere: the reader of a pipe has left."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
