"""What is uncertain in an index: the inputs that vary from run to run, and how they are drawn."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, model_validator

from gaoxin.spec.methods import Aggregate, Impute, Normalise, Screen, Treat, Weigh
from gaoxin.spec.model import Exact, Id, Line, Model, Name, Text

NONE = "none"
"""The option of a step that is left out: no screening, no treatment."""


class Varied(Model):
    """What every uncertain input may say of itself."""

    id: Name = Field(description="name of the input in the results")
    title: Text | Line | None = Field(
        default=None, description="what is uncertain, in a few words: one text, or Chinese and English"
    )


class ScreenOptions(Varied):
    """Alternatives of the screening of subjects, equally likely."""

    vary: Literal["screen"] = Field(description="the step that varies")
    options: tuple[Screen | Literal["none"], ...] = Field(min_length=1, description="the alternatives")


class ImputeOptions(Varied):
    """Alternatives of how gaps are filled, equally likely."""

    vary: Literal["impute"] = Field(description="the step that varies")
    options: tuple[Impute, ...] = Field(min_length=1, description="the alternatives")
    nodes: tuple[Id, ...] = Field(
        default=(), description="indicators that it is about; empty: all without a method of their own"
    )


class TreatOptions(Varied):
    """Alternatives of how outliers are treated, equally likely."""

    vary: Literal["treat"] = Field(description="the step that varies")
    options: tuple[Treat | Literal["none"], ...] = Field(min_length=1, description="the alternatives")
    nodes: tuple[Id, ...] = Field(
        default=(), description="indicators that it is about; empty: all without a method of their own"
    )


class WinmaxOptions(Varied):
    """Alternatives of how many figures of an indicator are winsorised at most, equally likely."""

    vary: Literal["winmax"] = Field(description="the setting that varies")
    options: tuple[int | None, ...] = Field(min_length=1, description="the limits; null is no limit")
    nodes: tuple[Id, ...] = Field(
        default=(), description="indicators that it is about; empty: all without a method of their own"
    )


class NormaliseOptions(Varied):
    """Alternatives of how figures become scores, equally likely."""

    vary: Literal["normalise"] = Field(description="the step that varies")
    options: tuple[Normalise, ...] = Field(min_length=1, description="the alternatives")
    nodes: tuple[Id, ...] = Field(
        default=(), description="indicators that it is about; empty: all without a method of their own"
    )


class WeighOptions(Varied):
    """Alternatives of where the weights come from, equally likely."""

    vary: Literal["weigh"] = Field(description="the step that varies")
    options: tuple[Weigh, ...] = Field(min_length=1, description="the alternatives")
    nodes: tuple[Id, ...] = Field(
        default=(), description="groups that it is about; empty: all without a method of their own"
    )


class AggregateOptions(Varied):
    """Alternatives of how children become their parent, equally likely."""

    vary: Literal["aggregate"] = Field(description="the step that varies")
    options: tuple[Aggregate, ...] = Field(min_length=1, description="the alternatives")
    nodes: tuple[Id, ...] = Field(
        default=(), description="groups, `total` among them; empty: all without a method of their own"
    )
    level: int | None = Field(default=None, ge=1, description="only groups of this level, 1 the lowest")


class WeightShare(Varied):
    """Weights more or less a share of themselves: w becomes w · u, u uniform from 1 − share to 1 + share."""

    vary: Literal["weights"] = Field(description="the weights vary")
    share: Exact = Field(
        default=Fraction(1, 4), gt=0, le=1, description="greatest part that is added or taken"
    )
    nodes: tuple[Id, ...] = Field(default=(), description="nodes whose weight varies; all where empty")
    level: int | None = Field(default=None, ge=0, description="only nodes of this level, 0 the indicators")


class Dirichlet(Varied):
    """Weights of siblings from a Dirichlet distribution around their nominal shares.

    The greater the concentration, the nearer they stay: a share s has the variance s (1 − s)/(1 + c).
    """

    vary: Literal["dirichlet"] = Field(description="the weights vary")
    concentration: Exact = Field(gt=0, description="the parameters are this times the nominal shares")
    nodes: tuple[Id, ...] = Field(
        default=(), description="groups whose children are drawn, `total` among them; all where empty"
    )


class WeightSets(Varied):
    """Sets of weights, such as one of each expert, equally likely."""

    vary: Literal["weight_sets"] = Field(description="the weights vary")
    sets: tuple[dict[Id, Exact], ...] = Field(
        min_length=1, description="weight by node; a node that a set does not name keeps its own"
    )

    @model_validator(mode="after")
    def _check(self) -> WeightSets:
        if any(weight < 0 for found in self.sets for weight in found.values()):
            message = "a weight is below 0; weights of a set are 0 or more"
            raise ValueError(message)
        return self


class Dropped(Varied):
    """One indicator or group is left out, or none, each equally likely; its siblings share its weight."""

    vary: Literal["drop"] = Field(description="nodes are left out")
    nodes: tuple[Id, ...] = Field(
        default=(), description="nodes of which one is left out; all indicators where empty"
    )
    none: bool = Field(default=True, description="leaving out none is one of the possibilities")


class ImputedDraws(Varied):
    """Filled figures are drawn anew in each run, instead of one best guess.

    donor: the figure of a subject drawn among those that report it, of the same period and group (hot deck).
    normal: the filled figure plus a normal deviation with the standard deviation of the reported ones.
    """

    vary: Literal["imputed"] = Field(description="filled figures vary")
    draw: Literal["donor", "normal"] = Field(default="donor", description="where the figure comes from")
    nodes: tuple[Id, ...] = Field(default=(), description="indicators that it is about; all where empty")


class MeasurementError(Varied):
    """Reported figures are off by an error of their own for each subject, indicator and period."""

    vary: Literal["error"] = Field(description="reported figures vary")
    size: Exact = Field(
        gt=0,
        description="normal: standard deviation; uniform: greatest error; a share of the figure if relative",
    )
    relative: bool = Field(default=True, description="the error is a share of the figure, or in its own unit")
    shape: Literal["normal", "uniform"] = Field(default="normal", description="distribution of the error")
    nodes: tuple[Id, ...] = Field(default=(), description="indicators that have an error; all where empty")
    sizes: dict[Id, Exact] = Field(default_factory=dict, description="another size, by indicator")


Input = Annotated[
    ScreenOptions
    | ImputeOptions
    | TreatOptions
    | WinmaxOptions
    | NormaliseOptions
    | WeighOptions
    | AggregateOptions
    | WeightShare
    | Dirichlet
    | WeightSets
    | Dropped
    | ImputedDraws
    | MeasurementError,
    Field(discriminator="vary"),
]
"""One uncertain input."""


class Uncertainty(Model):
    """What is uncertain in an index, and how it is drawn.

    Without `inputs`, the weights of every level vary by a quarter of themselves, each level an input.
    """

    inputs: tuple[Input, ...] = Field(default=(), description="what varies, each drawn by itself")
    sampling: Literal["monte_carlo", "sobol", "latin_hypercube"] = Field(
        default="sobol", description="how the uniform numbers behind the inputs are drawn"
    )
    draws: int = Field(
        default=1024,
        ge=1,
        le=1_000_000,
        description="N: with Sobol' indices there are N · (inputs + 2) runs, else N; best a power of 2",
    )
    seed: int = Field(default=1, ge=0, description="the same seed gives the same numbers")
    indices: bool = Field(default=True, description="with Sobol' indices, or only intervals")
    bins: Literal["unit", "sample"] = Field(
        default="unit",
        description="alternatives divide the numbers from 0 to 1, or (as COINr does) the range of the sample",
    )
    first: tuple[Annotated[int, Field(ge=1)], ...] = Field(
        default=(1, 3, 10), description="k of the probability of ranking among the first k"
    )
    confidence: Exact = Field(
        default=Fraction(9, 10),
        gt=Fraction(1, 2),
        lt=1,
        description="least share of runs in which an order must hold, and the width of all intervals",
    )
    bootstrap: int = Field(
        default=200, ge=0, le=10_000, description="replicates behind the intervals of Sobol' indices"
    )

    @property
    def nodes(self) -> tuple[str, ...]:
        """Every node that an input names."""
        named: list[str] = []
        for found in self.inputs:
            named += getattr(found, "nodes", ())
            named += getattr(found, "sizes", ())
            named += [node for one in getattr(found, "sets", ()) for node in one]
        return tuple(dict.fromkeys(named))

    @model_validator(mode="after")
    def _check(self) -> Uncertainty:
        ids = [found.id for found in self.inputs]
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            message = f"{', '.join(twice)} stands twice; each input needs a name of its own"
            raise ValueError(message)
        return self
