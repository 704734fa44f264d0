"""What stands for an earlier figure, by the row's year."""

from gaoxin.formula import tree as t
from gaoxin.plan import expr as e
from gaoxin.plan.compile.years import across, between, chosen
from tests.agreement.single import sql

VALUE, OTHER = e.Column("a@-1", "int"), e.Column("c@-1", "int")
NODE = t.Across(
    1,
    t.Ref(1, "a", "number", 1),
    (t.Way(2022, 2022, None), t.Way(2023, 2024, t.Ref(1, "c", "number", 1))),
)


def test_each_span_of_years_has_its_value():
    text = sql(chosen(NODE, VALUE, [None, OTHER]))
    assert text == (
        "CASE WHEN year = 2022 THEN CAST(NULL AS BIGINT) "
        "WHEN year >= 2023 AND year <= 2024 THEN c@-1 ELSE a@-1 END"
    )
    made = {"a": VALUE, "c": OTHER}
    assert across(NODE, lambda node: made[node.name]) == chosen(NODE, VALUE, [None, OTHER])  # type: ignore[attr-defined]


def test_one_year_needs_one_test():
    assert sql(between(2023, 2023)) == "year = 2023"
    assert sql(between(2020, 2023)) == "year >= 2020 AND year <= 2023"
