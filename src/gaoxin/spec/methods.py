"""The methods of an index: one model for each step, from screening to aggregation."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from gaoxin.spec.model import Exact, Model, Name

NORMALISE_SETTINGS: dict[str, frozenset[str]] = {
    "none": frozenset(),
    "minmax": frozenset({"low", "high", "by", "within"}),
    "goalposts": frozenset({"low", "high", "clip"}),
    "zscore": frozenset({"mean", "sd", "by", "within"}),
    "rank": frozenset({"ties", "digits", "by", "within"}),
    "percentile_rank": frozenset({"ties", "digits", "times", "by", "within"}),
    "borda": frozenset({"ties", "digits", "by", "within"}),
    "distance_to_max": frozenset({"times", "by", "within"}),
    "distance_to_reference": frozenset({"times", "by", "within", "reference", "cap"}),
    "share_of_max": frozenset({"times", "by", "within", "turn"}),
    "ratio_to_mean": frozenset({"times", "by", "within", "turn"}),
    "ratio_to_reference": frozenset({"times", "reference", "cap"}),
    "base_period": frozenset({"base", "chained"}),
    "bands": frozenset(),
}
"""The settings that each method of normalising reads."""
_OF_ONE_YEAR = frozenset({"minmax", "zscore", "distance_to_max", "share_of_max", "ratio_to_mean"})
"""The methods whose statistics may be those of one year for all."""
_TREAT_SETTINGS: dict[str, frozenset[str]] = {
    "winsorise": frozenset({"winmax", "stop"}),
    "percentiles": frozenset({"between"}),
    "deviations": frozenset({"sds"}),
    "log": frozenset({"offset"}),
    "log_shift": frozenset({"shift", "mirror"}),
    "boxcox": frozenset({"power"}),
}
_IMPUTE_SETTINGS: dict[str, frozenset[str]] = {
    "none": frozenset(),
    "mean": frozenset({"within"}),
    "median": frozenset({"within"}),
    "group_mean": frozenset({"by", "within"}),
    "group_median": frozenset({"by", "within"}),
    "peer_mean": frozenset({"peers"}),
    "last": frozenset({"years"}),
    "linear": frozenset({"ends"}),
}


def _several(value: Any) -> Any:
    """Take one name for a list of one."""
    return (value,) if isinstance(value, str) else value


Within = Literal["period", "all"]
Names = Annotated[tuple[Name, ...], BeforeValidator(_several, json_schema_input_type=str | tuple[str, ...])]
"""One name, or a list of names."""


def _refuse_unused(model: Model, used: Iterable[str], method: str) -> None:
    """Refuse settings that the method does not read: a pack that states them means something else."""
    unused = sorted(model.model_fields_set - set(used))
    if unused:
        message = f"{', '.join(unused)} means nothing to {method}"
        raise ValueError(message)


class Screen(Model):
    """Leave out subjects that report too little; a row left out has no score and counts nowhere.

    A row stays where both shares, as far as they are given, are reached: that of known figures among all
    indicators, and that of figures other than 0 among the known ones.
    """

    method: Literal["units_by_availability"] = Field(
        default="units_by_availability", description="subjects are judged by how much they report"
    )
    min_share: Exact | None = Field(
        default=None, ge=0, le=1, description="least share of indicators that must be known"
    )
    min_nonzero_share: Exact | None = Field(
        default=None, ge=0, le=1, description="least share of the known figures that must not be 0"
    )
    counts: Literal["reported", "imputed"] = Field(
        default="reported",
        description="what counts as known: what was reported (screening comes before imputing), or also "
        "what was imputed (screening comes after)",
    )

    @model_validator(mode="after")
    def _check(self) -> Screen:
        if self.min_share is None and self.min_nonzero_share is None:
            message = "screening needs `min_share`, `min_nonzero_share` or both"
            raise ValueError(message)
        return self


class Impute(Model):
    """Fill gaps; every filled cell is listed as imputed.

    Figures are filled from reported figures only, never from filled ones, within `within` of the methods.
    """

    method: Literal["none", "mean", "median", "group_mean", "group_median", "peer_mean", "last", "linear"] = (
        Field(default="none", description="how a gap is filled")
    )
    by: Names = Field(
        default=(),
        description="category variables: each group has its own mean or median (group_mean, group_median)",
    )
    within: Within | None = Field(
        default=None,
        description="another scope than that of the methods (mean, median, group_mean, group_median)",
    )
    peers: int | None = Field(
        default=None, ge=1, description="number of nearest subjects whose mean is taken (peer_mean)"
    )
    years: int | None = Field(
        default=None, ge=1, description="how many years back `last` looks at most; any number where empty"
    )
    ends: Literal["none", "hold"] = Field(
        default="none",
        description="before the first and behind the last known year, `linear` fills nothing, or holds the "
        "nearest known figure",
    )

    @model_validator(mode="after")
    def _check(self) -> Impute:
        if self.method.startswith("group_") != bool(self.by):
            message = f"group_mean and group_median need `by`, and only they have it; this is {self.method}"
            raise ValueError(message)
        if (self.method == "peer_mean") != (self.peers is not None):
            message = f"peer_mean needs `peers`, and only peer_mean has it; this is {self.method}"
            raise ValueError(message)
        _refuse_unused(self, _IMPUTE_SETTINGS[self.method] | {"method"}, self.method)
        return self


class Stop(Model):
    """Where `winsorise` stops, if not by the thresholds of the rule; `passes` is that of the rule."""

    skew: Exact = Field(default=Fraction(2), gt=0, description="skew passes below this, sign apart")
    kurtosis: Exact = Field(default=Fraction(7, 2), description="excess kurtosis passes below this")


class Treat(Model):
    """Treat outliers of an indicator; every treated cell is listed.

    The methods are tried in order until the rule passes, each on the untreated figures. If none makes it
    pass, the result of the last one is used and marked.
    """

    methods: tuple[Literal["winsorise", "percentiles", "deviations", "log", "log_shift", "boxcox"], ...] = (
        Field(min_length=1, description="methods, in the order in which they are tried")
    )
    within: Within | None = Field(
        default=None,
        description="another scope than that of the methods",
    )
    rule: Literal["skew_kurtosis", "always"] = Field(
        default="skew_kurtosis",
        description="figures are treated until skew and kurtosis pass; `always`: the one method is applied "
        "whatever the figures are",
    )
    skew: Exact = Field(default=Fraction(2), gt=0, description="skew passes below this, sign apart")
    kurtosis: Exact = Field(
        default=Fraction(7, 2), description="excess kurtosis passes below this (a normal distribution has 0)"
    )
    passes: Literal["either", "both"] = Field(
        default="either", description="the rule passes when either of the two passes, or only when both do"
    )
    combine: bool = Field(
        default=False, description="each method works on the result of the one before, not on the untreated"
    )
    winmax: int | None = Field(
        default=5, ge=1, description="most figures that `winsorise` changes; no limit where null"
    )
    stop: Stop | Literal["never"] | None = Field(
        default=None,
        description="where `winsorise` stops: by other thresholds than those of the rule, or `never` before "
        "`winmax` figures are changed; by the rule where empty",
    )
    between: tuple[Exact, Exact] = Field(
        default=(Fraction(1, 20), Fraction(19, 20)),
        description="the two quantiles to which `percentiles` cuts, from 0 to 1 or in %",
    )
    sds: Exact = Field(
        default=Fraction(2),
        gt=0,
        description="`deviations` cuts what is more than so many standard deviations from the mean",
    )
    offset: Exact = Field(default=Fraction(1), gt=0, description="what `log` adds, in the figure's unit")
    shift: Exact = Field(
        default=Fraction(1, 100), gt=0, description="what `log_shift` adds, as a share of the range"
    )
    mirror: bool = Field(
        default=False, description="`log_shift` mirrors figures whose skew is not positive, before and after"
    )
    power: Exact | None = Field(
        default=None, description="exponent λ of `boxcox`; the likeliest one is searched for where empty"
    )

    @model_validator(mode="after")
    def _check(self) -> Treat:
        if len(set(self.methods)) < len(self.methods):
            message = "a method stands twice; name each once"
            raise ValueError(message)
        if self.rule == "always" and len(self.methods) > 1:
            message = "`rule: always` applies one method, whatever the figures are; name one alone"
            raise ValueError(message)
        endless = self.winmax is None and (self.rule == "always" or self.stop == "never")
        if endless and "winsorise" in self.methods:
            message = "winsorising that does not stop by a rule needs `winmax`"
            raise ValueError(message)
        if not 0 <= self.between[0] < self.between[1] <= 1:
            message = "`between` holds two shares from 0 to 1, the lower first, such as [5%, 95%]"
            raise ValueError(message)
        used = {name for method in self.methods for name in _TREAT_SETTINGS[method]}
        used |= {"methods", "rule", "combine", "within"}
        used |= {"skew", "kurtosis", "passes"} if self.rule == "skew_kurtosis" else set()
        used -= {"stop"} if self.rule == "always" else set()
        _refuse_unused(self, used, " ".join(self.methods))
        return self


class Normalise(Model):
    """Bring indicators to one scale; afterwards more is better."""

    method: Literal[
        "none",
        "minmax",
        "goalposts",
        "zscore",
        "rank",
        "percentile_rank",
        "borda",
        "distance_to_max",
        "distance_to_reference",
        "share_of_max",
        "ratio_to_mean",
        "ratio_to_reference",
        "base_period",
        "bands",
    ] = Field(default="minmax", description="how a figure becomes a score")
    by: Names = Field(
        default=(),
        description="category variables: each group (a combination of them) has its own scale; not for "
        "none, goalposts, ratio_to_reference, base_period and bands",
    )
    within: Within | int | None = Field(
        default=None,
        description="another scope than that of the methods, for those that have `by`; or a year, whose "
        "least, greatest, mean and deviation hold for all periods (minmax, zscore, distance_to_max, "
        "share_of_max, ratio_to_mean)",
    )
    low: Exact = Field(default=Fraction(0), description="lower end of the scale (minmax, goalposts)")
    high: Exact = Field(default=Fraction(100), description="upper end of the scale (minmax, goalposts)")
    mean: Exact = Field(default=Fraction(0), description="mean of the scale (zscore)")
    sd: Exact = Field(default=Fraction(1), gt=0, description="standard deviation of the scale (zscore)")
    times: Exact = Field(
        default=Fraction(1),
        gt=0,
        description="what the result is multiplied by, such as 100 (percentile_rank, distance_to_max, "
        "distance_to_reference, share_of_max, ratio_to_mean, ratio_to_reference)",
    )
    ties: Literal["min", "average", "max"] = Field(
        default="min",
        description="rank that equal figures share, counted from the worst (rank, percentile_rank, borda)",
    )
    digits: int | None = Field(
        default=None,
        ge=1,
        le=15,
        description="figures are equal if they are so to this many digits of the largest one, such as 12 for "
        "figures that carry the noise of a computation; only the same number where empty (rank, "
        "percentile_rank, borda)",
    )
    reference: str | None = Field(
        default=None,
        min_length=1,
        description="subject whose figure of the same period is the reference (distance_to_reference, "
        "ratio_to_reference); or `target` at the leaf",
    )
    turn: Literal["ratio", "negate"] = Field(
        default="ratio",
        description="what `direction: down` does (share_of_max, ratio_to_mean): turn the ratio over, or put "
        "minus the figure for the figure",
    )
    base: int | None = Field(default=None, description="base period of base_period")
    chained: bool = Field(
        default=True, description="base_period multiplies year-on-year ratios, so a gap breaks it"
    )
    clip: bool = Field(default=True, description="goalposts cut values outside the posts")
    cap: bool = Field(
        default=False,
        description="cuts values that are better than the reference (distance_to_reference, "
        "ratio_to_reference)",
    )

    @model_validator(mode="after")
    def _check(self) -> Normalise:
        if (self.method == "base_period") != (self.base is not None):
            message = "base_period needs `base`, and only base_period has it"
            raise ValueError(message)
        if self.low >= self.high:
            message = "`low` must be below `high`"
            raise ValueError(message)
        if isinstance(self.within, int) and self.method not in _OF_ONE_YEAR:
            message = f"`within` a year is for {', '.join(sorted(_OF_ONE_YEAR))}; this is {self.method}"
            raise ValueError(message)
        _refuse_unused(self, NORMALISE_SETTINGS[self.method] | {"method"}, self.method)
        return self


class Weigh(Model):
    """Where the weights of siblings come from."""

    method: Literal["given", "equal", "pca", "entropy", "critic"] = Field(
        default="given", description="the weights in the tree, equal ones, or weights computed from the data"
    )


class Aggregate(Model):
    """Join the children of a node."""

    method: Literal[
        "arithmetic", "geometric", "harmonic", "power_mean", "median", "minimum", "copeland", "topsis"
    ] = Field(default="arithmetic", description="how the scores of children become one")
    p: Exact | None = Field(default=None, description="exponent of power_mean; not 0")
    min_share: Exact = Field(
        default=Fraction(1),
        ge=0,
        le=1,
        description="least share of weight, or of children, that must be known: below it the node is "
        "unknown, from there on the rest is reweighted; 0: any known child is enough",
    )
    min_share_of: Literal["weight", "count"] = Field(
        default="weight", description="whether `min_share` is a share of the weight or of the children"
    )

    @model_validator(mode="after")
    def _check(self) -> Aggregate:
        if (self.method == "power_mean") != (self.p is not None):
            message = f"power_mean needs `p`, and only power_mean has it; this is {self.method}"
            raise ValueError(message)
        if self.p == 0:
            message = "the power mean of exponent 0 is the geometric mean; say `method: geometric`"
            raise ValueError(message)
        return self


class Methods(Model):
    """The method of each step of an index, in the order in which the steps run."""

    within: Within = Field(default="period", description="statistics per period, or over all periods")
    screen: Screen | None = Field(default=None, description="which subjects are left out; none where empty")
    impute: Impute = Field(default=Impute(), description="how gaps are filled")
    treat: Treat | None = Field(default=None, description="how outliers are treated; not at all where empty")
    normalise: Normalise = Field(default=Normalise(), description="how figures become scores")
    weight: Weigh = Field(default=Weigh(), description="where the weights come from")
    aggregate: Aggregate = Field(default=Aggregate(), description="how children become their parent")
    levels: dict[int, Aggregate] = Field(
        default_factory=dict[int, Aggregate],
        description="other ways to aggregate by level, 1 being the lowest; a node's own goes before",
    )

    @model_validator(mode="after")
    def _check(self) -> Methods:
        if any(level < 1 for level in self.levels):
            message = "levels count from 1, the nodes right above the indicators"
            raise ValueError(message)
        return self
