"""The lines of indicators: what formulas compare them with."""

from fractions import Fraction

from gaoxin.formula.lines import lines
from tests.agreement import language as lang
from tests.agreement.single import program


def test_constants_of_comparisons_and_of_cases():
    tiers = "f >= CASE WHEN a > 5 元 THEN 4% ELSE 3% END"
    built = program(
        {
            "indicators": {"f": {"title": lang.T, "formula": "a / b"}},
            "verdicts": {
                "v": {
                    "title": lang.T,
                    "all": [
                        {"id": "1", "title": lang.T, "require": tiers},
                        {"id": "2", "title": lang.T, "require": "35% > f AND a >= 7 元"},
                        {"id": "3", "title": lang.T, "require": "f > b / a"},
                    ],
                }
            },
        },
        {},
    )
    assert lines(built) == {"test.f": {Fraction(4, 100), Fraction(3, 100), Fraction(35, 100)}}
