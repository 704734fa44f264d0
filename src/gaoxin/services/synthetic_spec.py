"""What a description of a synthetic table may say: how figures are drawn, who stands at a line."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from gaoxin.spec.model import Exact, Line, Model, Name, PackId, Text

AGE = "age"
"""Stands for the completed years since founding wherever a description names another variable."""

Cell = bool | date | int | str | None
_FORMS = ("draw", "of", "choices", "chance", "dates", "text")
_NEEDS = (("growth", "draw", "of"), ("times", "of"), ("less", "of"), ("all", "chance"), ("any", "chance"))
"""A key, and the forms that it goes with."""
_DRAWS = ("lognormal", "normal", "uniform", "fixed")


class Lognormal(Model):
    """Many small ones and a few large ones."""

    median: Exact
    sigma: Exact = Field(ge=0, description="standard deviation of the logarithm")


class Normal(Model):
    """Bell-shaped; never further out than six standard deviations."""

    mean: Exact
    sd: Exact = Field(ge=0)


class Uniform(Model):
    """Every value between two is as likely."""

    low: Exact = Field(alias="from")
    high: Exact = Field(alias="to")


class Draw(Model):
    """How a number is drawn: exactly one of the four forms, cut off at `least` and `most`."""

    lognormal: Lognormal | None = None
    normal: Normal | None = None
    uniform: Uniform | None = None
    fixed: Exact | None = None
    least: Exact | None = None
    most: Exact | None = None

    @model_validator(mode="after")
    def _check(self) -> "Draw":
        _one_of(self, _DRAWS)
        return self


class Figure(Model):
    """How one variable comes about: exactly one of `draw`, `of`, `choices`, `chance`, `dates` and `text`."""

    draw: Draw | None = Field(default=None, description="a number of its own")
    growth: Draw | None = Field(
        default=None,
        description="of a number, or of its part in another, from year to year; 10% is a tenth more",
    )
    of: Name | None = Field(default=None, description="a number that goes by another variable, or by `age`")
    times: Draw | None = Field(default=None, description="what `of` is multiplied by")
    less: Name | None = Field(default=None, description="a variable that is taken off `of`")
    wobble: Exact = Field(default=Fraction(0), description="sd by which a year strays, as a share")
    choices: dict[Line, Exact] = Field(default_factory=dict, description="value: how often")
    chance: Exact | None = Field(default=None, description="how often a flag is true")
    all: dict[Name, Exact] = Field(default_factory=dict, description="false unless each reaches this")
    any: dict[Name, Exact] = Field(default_factory=dict, description="false unless one reaches this")
    dates: tuple[date, date] | None = Field(default=None, description="first and last possible day")
    text: Line | None = Field(default=None, description="a text; #### becomes the subject's number")
    yearly: bool = Field(default=False, description="drawn anew each year, not once for each subject")
    decimals: int = Field(default=0, ge=0, le=12)
    least: Exact | None = None
    most: Exact | None = None
    missing: Exact = Field(default=Fraction(0), description="share of cells left empty")
    never: Exact = Field(
        default=Fraction(0), description="share of subjects that leave it empty in every year"
    )

    @model_validator(mode="after")
    def _check(self) -> "Figure":
        _one_of(self, _FORMS)
        for key, *forms in _NEEDS:
            if getattr(self, key) and self.form not in forms:
                message = f"`{key}` needs `{'` or `'.join(forms)}`"
                raise ValueError(message)
        shares = self.choices.values()
        if self.choices and (min(shares) < 0 or sum(shares) != 1):
            message = f"the shares of `choices` sum to {sum(shares)}; they must sum to 1, none below 0"
            raise ValueError(message)
        for key, share in (("chance", self.chance), ("missing", self.missing), ("never", self.never)):
            if share is not None and not 0 <= share <= 1:
                message = f"`{key}` is {share}; it must lie between 0 and 1"
                raise ValueError(message)
        if self.dates and self.dates[0] > self.dates[1]:
            message = f"`dates` runs from {self.dates[0]} back to {self.dates[1]}; give the first day first"
            raise ValueError(message)
        return self

    @property
    def form(self) -> str:
        """Which of the six forms this figure has."""
        return next(form for form in _FORMS if getattr(self, form) not in (None, {}))

    def needs(self) -> Iterator[str]:
        """Names of what must be known first."""
        yield from (name for name in (self.of, self.less, *self.all, *self.any) if name)


class Code(Model):
    """Identifiers of the subjects: credit codes that begin with `credit`, or `text` with a ####."""

    credit: str | None = Field(
        default=None,
        pattern="^[0-9A-HJ-NPQRTUWXY]{8,14}$",
        description="first characters of a code of GB 32100",
    )
    text: Line | None = None

    @model_validator(mode="after")
    def _check(self) -> "Code":
        _one_of(self, ("credit", "text"))
        return self


class Label(Model):
    """The column that says in every row that the row is synthetic."""

    heading: Line
    text: Line


class Profile(Model):
    """A kind of subject: how often it comes, and the figures that differ from the common ones."""

    share: Exact = Field(description="share of all subjects")
    variables: dict[Name, Figure] = Field(default_factory=dict)


class Special(Model):
    """A subject with exact values, to stand at a line or just under it; the first subjects are these."""

    name: Line
    why: Text = Field(description="what it shows")
    like: Line | None = Field(default=None, description="another special whose given values hold too")
    profile: Name | None = None
    given: dict[Line, Cell] = Field(
        default_factory=dict,
        description="variable or variable@year: value in the unit of the variable, null for empty",
    )
    expect: dict[PackId, dict[Line, Literal["pass", "fail", "unknown", "not_applicable"] | bool]] = Field(
        default_factory=dict,
        description="verdicts and conditions of the last year, as in the tests of a pack",
    )


class Synthetic(Model):
    """A synthetic table: who its subjects are, which years they report, how each figure comes about."""

    title: Text
    note: Line = Field(description="that it is synthetic, and what it is for")
    subject: Name = Field(description="what a row is, as the packs call it")
    packs: tuple[PackId, ...] = Field(min_length=1, description="packs that define the variables")
    seed: int
    count: int = Field(ge=1, le=1_000_000)
    periods: tuple[int, int] = Field(description="first and last year")
    code: Code
    label: Label
    variables: dict[Name, Figure] = Field(min_length=1)
    profiles: dict[Name, Profile] = Field(default_factory=dict)
    specials: tuple[Special, ...] = ()

    @property
    def years(self) -> range:
        """All years, the first one first."""
        return range(self.periods[0], self.periods[1] + 1)

    def figures(self, profile: str | None) -> dict[str, Figure]:
        """Give the figures of a kind of subject."""
        return self.variables | (self.profiles[profile].variables if profile else {})

    def special(self, name: str) -> Special | None:
        """Find a special by name."""
        return next((special for special in self.specials if special.name == name), None)

    def given(self, special: Special) -> dict[str, Cell]:
        """Give the values of a special, on top of those of the special that it is like."""
        before = self.special(special.like) if special.like else None
        return (self.given(before) if before else {}) | special.given


def _one_of(model: Model, keys: tuple[str, ...]) -> None:
    given = [key for key in keys if getattr(model, key) not in (None, {})]
    if len(given) != 1:
        message = f"{' and '.join(given) or 'none'} given; give exactly one of {', '.join(keys)}"
        raise ValueError(message)
