"""What a method may not say."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from gaoxin.spec.methods import Aggregate, Impute, Methods, Normalise, Screen, Treat
from gaoxin.spec.model import Model


@pytest.mark.parametrize(
    ("model", "said", "message"),
    [
        (Screen, {}, "`min_share`, `min_nonzero_share` or both"),
        (Screen, {"min_share": "101%"}, "less than or equal to 1"),
        (Impute, {"method": "group_median"}, "need `by`"),
        (Impute, {"method": "median", "by": "region"}, "only they have it; this is median"),
        (Impute, {"method": "peer_mean"}, "peer_mean needs `peers`"),
        (Impute, {"method": "linear", "years": 2}, "years means nothing to linear"),
        (Impute, {"method": "last", "ends": "hold"}, "ends means nothing to last"),
        (Treat, {"methods": []}, "at least 1 item"),
        (Treat, {"methods": ["log", "log"]}, "a method stands twice"),
        (Treat, {"methods": ["winsorise"], "rule": "always", "winmax": None}, "needs `winmax`"),
        (Treat, {"methods": ["winsorise"], "stop": "never", "winmax": None}, "needs `winmax`"),
        (Treat, {"methods": ["winsorise"], "rule": "always", "stop": {"skew": 1}}, "stop means nothing"),
        (Treat, {"methods": ["log", "boxcox"], "rule": "always"}, "applies one method"),
        (Treat, {"methods": ["percentiles"], "between": ["95%", "5%"]}, "the lower first"),
        (Treat, {"methods": ["percentiles"], "sds": 2}, "sds means nothing to percentiles"),
        (Treat, {"methods": ["log"], "rule": "always", "skew": 3}, "skew means nothing to log"),
        (Treat, {"methods": ["log"], "winmax": 3}, "winmax means nothing to log"),
        (Treat, {"methods": ["log_shift"], "shift": 0}, "greater than 0"),
        (Normalise, {"method": "goalposts", "by": "g"}, "by means nothing to goalposts"),
        (Normalise, {"method": "minmax", "times": 100}, "times means nothing to minmax"),
        (Normalise, {"method": "rank", "within": 2020}, "`within` a year is for"),
        (Normalise, {"method": "share_of_max", "ties": "max"}, "ties means nothing to share_of_max"),
        (Aggregate, {"method": "power_mean"}, "power_mean needs `p`"),
        (Aggregate, {"method": "harmonic", "p": 2}, "only power_mean has it"),
        (Aggregate, {"method": "power_mean", "p": 0}, "is the geometric mean"),
        (Methods, {"levels": {0: {}}}, "levels count from 1"),
    ],
)
def test_faults(model: type[Model], said: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        model.model_validate(said)


def test_one_name_is_a_list_of_one() -> None:
    assert Impute.model_validate({"method": "group_mean", "by": "stage"}).by == ("stage",)
    assert Normalise.model_validate({"by": ["stage", "sector"]}).by == ("stage", "sector")


def test_defaults_of_the_rule_are_those_of_the_jrc() -> None:
    treat = Treat.model_validate({"methods": ["winsorise", "log_shift"]})
    assert (treat.skew, treat.kurtosis, treat.passes, treat.winmax) == (2, Fraction(7, 2), "either", 5)
    assert Treat.model_validate({"methods": ["winsorise"], "winmax": None}).winmax is None
