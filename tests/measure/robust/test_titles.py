"""What uncertain inputs are called."""

from gaoxin.measure.robust.setting import inputs_of
from gaoxin.measure.robust.titles import titles


def told(index, spec) -> list[tuple[str, str, str]]:
    return [(name, text.zh, text.en) for name, text in titles(index, inputs_of(index, spec)).items()]


def test_levels_are_counted_from_the_top_and_ids_stay(index, uncertain):
    assert told(index(), uncertain()) == [
        ("weights_0", "末级指标权重 ±25%", "Weights of the indicators ±25%"),
        ("weights_1", "一级指标权重 ±25%", "Weights of the first level ±25%"),
    ]
    leaf = {"id": "a", "title": {"zh": "甲", "en": "a"}, "weight": 1, "indicator": "xa"}
    flat = index(tree=[leaf, {**leaf, "id": "b"}])
    assert told(flat, uncertain()) == [("weights_0", "指标权重 ±25%", "Weights ±25%")]
    tree = {**leaf, "id": "t9"}
    for n in range(9, -1, -1):
        group = {"id": f"g{n}", "title": {"zh": "组", "en": "g"}, "weight": 1}
        tree = {**group, "children": [tree, {**leaf, "id": f"t{n}x"}]}
    deep = told(index(tree=[tree, {**leaf, "id": "last"}]), uncertain())
    assert [zh for _, zh, _ in deep][:2] == ["末级指标权重 ±25%", "第10级指标权重 ±25%"]
    assert deep[2][2] == "Weights of the ninth level ±25%"


def test_an_author_says_it_in_one_or_two_languages(index, uncertain):
    both = {"id": "w", "vary": "weights", "title": {"zh": "权重", "en": "weights"}}
    one = {"id": "n", "vary": "weights", "level": 0, "title": "my own"}
    assert told(index(), uncertain(both, one)) == [("w", "权重", "weights"), ("n", "my own", "my own")]


def test_what_has_no_title_is_called_by_what_varies(index, uncertain):
    method = {"vary": "aggregate", "options": [{"method": "arithmetic"}, {"method": "geometric"}]}
    inputs = (
        {**method, "id": "all"},
        {**method, "id": "low", "level": 1},
        {**method, "id": "some", "nodes": ["total", "g"]},
        {"id": "s", "vary": "weights", "share": "10%", "nodes": ["a", "b", "g", "h"]},
    )
    assert told(index(), uncertain(*inputs)) == [
        ("all", "合成方法", "Aggregation"),
        ("low", "合成方法（自下第1层）", "Aggregation, level 1 from below"),
        ("some", "合成方法：例、g", "Aggregation: example, g"),
        ("s", "各级指标权重 ±10%：a、b、g等", "Weights of all levels ±10%: a, b, g …"),
    ]


def test_two_of_one_name_have_their_ids_behind_them(index, uncertain):
    drop = {"vary": "drop"}
    found = told(index(), uncertain({**drop, "id": "x"}, {**drop, "id": "y"}))
    assert [zh for _, zh, _ in found] == ["剔除一项（x）", "剔除一项（y）"]
    assert found[1][2] == "One element left out (y)"
