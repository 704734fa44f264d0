"""The steps of a plan for rows: roll-ups, the frame of years, derived columns level by level, outputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gaoxin.plan.expr import Expr, Kind, Over, inside


@dataclass(frozen=True, slots=True)
class Derived:
    """A column computed from columns of earlier levels.

    Parameters
    ----------
    name : of the column
    expr : what it holds
    kind : kind of its values
    note : the pack item that it computes, with its clause
    """

    name: str
    expr: Expr
    kind: Kind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows of a subject with the variables they need, earlier years beside them.

    Parameters
    ----------
    subject : kind of subject
    columns : stored columns (name, kind, years back); 0 is the row's own year
    """

    subject: str
    columns: tuple[tuple[str, Kind, int], ...]

    @property
    def shifts(self) -> tuple[int, ...]:
        """The years back that are joined, smallest first."""
        return tuple(sorted({shift for _, _, shift in self.columns if shift}))

    def __str__(self) -> str:
        names = ", ".join(f"{name}@-{shift}" if shift else name for name, _, shift in self.columns)
        return f"frame {self.subject}: {names or 'no variables'}"


@dataclass(frozen=True, slots=True)
class Sum:
    """One figure over members: the value where the condition holds, and how many members are known.

    Makes the columns `name`, `name#members`, `name#known` and, for a mean, `name#counted`.
    """

    name: str
    function: Literal["sum", "min", "max"]
    value: Expr
    where: Expr
    wide: bool


@dataclass(frozen=True, slots=True)
class Rollup:
    """Members of a subject joined into the rows that they belong to, `shift` years earlier."""

    name: str
    frame: Frame
    link: str
    shift: int
    sums: tuple[Sum, ...]

    def __str__(self) -> str:
        figures = ", ".join(f"{s.name} ({s.function})" for s in self.sums)
        return f"roll up {self.frame.subject} by {self.link}: {figures}"


@dataclass(frozen=True, slots=True)
class Derive:
    """Columns that need only what earlier steps made."""

    level: int
    columns: tuple[Derived, ...]

    def __str__(self) -> str:
        return f"derive {self.level}: " + ", ".join(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Output:
    """A column of the result, under the name that users see."""

    name: str
    expr: Expr
    kind: Kind


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an output is what it is.

    Parameters
    ----------
    output : name of the output
    inputs : what it rests on: column, words where it is missing, flag column that is false before founding
        (or None)
    otherwise : words where it is unknown and no input is missing
    applies : flag column that says whether it applies at all
    marks : words for what it rests on that is not official, each with the flag column that says when
        (None: always)
    """

    output: str
    inputs: tuple[tuple[str, str, str | None], ...]
    otherwise: str
    applies: str | None = None
    marks: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class RowPlan:
    """A plan for the rows of one subject: pure data, the same for every engine.

    Parameters
    ----------
    pack : name of the pack
    rollups, frame, levels : the steps, in order
    outputs : columns of the result, beside `subject` and `period`
    reasons : of conditions and verdicts, why they may be unknown
    """

    pack: str
    rollups: tuple[Rollup, ...]
    frame: Frame
    levels: tuple[Derive, ...]
    outputs: tuple[Output, ...]
    reasons: tuple[Reason, ...] = ()

    @property
    def single(self) -> bool:
        """Whether each row is computed from itself alone: none is joined to it or set beside it."""
        exprs = [column.expr for step in self.levels for column in step.columns]
        exprs += [output.expr for output in self.outputs]
        beside = any(isinstance(part, Over) for expr in exprs for part in inside(expr))
        return not (self.rollups or self.frame.shifts or beside)

    def __str__(self) -> str:
        steps = [*self.rollups, self.frame, *self.levels]
        return "\n".join([*map(str, steps), "output: " + ", ".join(o.name for o in self.outputs)])
