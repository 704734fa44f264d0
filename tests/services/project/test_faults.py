"""Faults of the settings carry their key and line."""

from gaoxin.services.project.faults import Told


def test_a_fault_stands_at_its_key_or_at_the_line_given():
    told = Told("f.toml", "a = 1\n", {("a",): 1})
    told.fault(("a", "b"), "seen", "rule", "step")
    told.fault(("c",), "seen", "rule", "step", 4)
    assert [str(fault.place) for fault in told.faults] == ["f.toml:1", "f.toml:4"]
    assert [fault.object for fault in told.faults] == ["a.b", "c"]
