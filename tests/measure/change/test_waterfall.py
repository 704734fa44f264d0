"""The bars of a waterfall."""

from gaoxin.measure.change import Bar, waterfall

AMOUNTS = [("own", "a", 3.0), ("own", "b", -5.0), ("peers", "a", 1.0), ("own", "a", 1.0), ("peers", "b", 0.0)]


def test_each_bar_begins_where_the_last_one_ended():
    assert waterfall(10, 10, AMOUNTS) == [
        Bar("before", "", 10, 0, 10),
        Bar("own", "b", -5, 10, 5),
        Bar("own", "a", 4, 5, 9),
        Bar("peers", "a", 1, 9, 10),
        Bar("after", "", 10, 0, 10),
    ]


def test_the_smallest_are_one_bar():
    bars = waterfall(10, 10, AMOUNTS, most=2)
    assert [(bar.part, bar.amount) for bar in bars] == [
        ("before", 10),
        ("own", -5),
        ("rest", 5),
        ("after", 10),
    ]
