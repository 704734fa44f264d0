"""Findings: keys, states and their order."""

from gaoxin.intake.findings import Finding, in_order


def test_a_key_does_not_depend_on_figures():
    one = Finding("warning", "jump", "firm", "甲", 2024, variable="revenue", seen="1", cell="B2")
    other = Finding("warning", "jump", "firm", "甲", 2024, variable="revenue", seen="2", cell="C9")
    assert one.key == other.key
    assert one.key != Finding("warning", "jump", "firm", "甲", 2023, variable="revenue").key


def test_settled():
    done = Finding("warning", "jump", "firm", "甲").settled("explained", "并购", "李")
    assert (done.state, done.reason, done.by) == ("explained", "并购", "李")


def test_errors_come_first():
    warning, error = Finding("warning", "a", "firm"), Finding("error", "z", "firm")
    assert sorted([warning, error], key=in_order) == [error, warning]
