"""A description is checked against its packs: every fault at once, with its line."""

from pathlib import Path

import pytest

from gaoxin.base.errors import PackError, UsageError
from gaoxin.loading.library import Library
from gaoxin.services import synthetic_reading
from gaoxin.services.synthetic_reading import examples, read_recipe

PACK = """
pack: words
family: words
title: {zh: 词, en: Words}
subjects:
  shop:
    title: {zh: 店, en: Shop}
    id: [店号]
    founded: opened
  stall:
    title: {zh: 摊, en: Stall}
    id: [摊号]
variables:
  opened: {title: {zh: 开业日期, en: Opened}, type: date, constant: true}
  sales: {title: {zh: 销售, en: Sales}, unit: 万元}
  kind: {title: {zh: 类别, en: Kind}, type: category, categories: [甲, 乙]}
  level: {title: {zh: 等级, en: Level}, type: grade, grades: {A: [1, 2], B: [0, 0]}}
  clean: {title: {zh: 整洁, en: Clean}, type: flag}
  sign: {title: {zh: 招牌, en: Sign}, type: text}
"""

GOOD = """
title: {zh: 店, en: Shops}
note: 合成数据
subject: shop
packs: [words]
seed: 1
count: 4
periods: [2022, 2024]
code: {text: 店##}
label: {heading: 数据说明, text: 合成数据}
variables:
  opened: {dates: [2020-01-01, 2024-12-31]}
  sales: {draw: {fixed: 3}}
  kind: {choices: {甲: 1}}
  level: {choices: {A: 50%, 2: 50%}}
  clean: {chance: 1, all: {age: 1, sales: 1}}
  sign: {text: 店##}
profiles:
  plain: {share: 1}
specials:
  - {name: 一, why: {zh: 一, en: one}, given: {sales@2024: 1.25, opened: 2020-01-01, clean: false}}
  - {name: 二, why: {zh: 二, en: two}, like: 一, profile: plain, given: {sales: null, kind: 乙, sign: 新店}}
"""

FAULTS = [
    ("periods: [2022, 2024]", "periods: [2024, 2022]", 8, "the first year comes before the last"),
    ("subject: shop", "subject: lodge", 4, "one of its packs defines the subject"),
    ("count: 4", "count: 1", 21, "2 specials among 1 subjects"),
    ("sales: {draw: {fixed: 3}}", "sales: {chance: 1}", 13, "sales is a number"),
    ("kind: {choices: {甲: 1}}", "kind: {choices: {丙: 1}}", 14, "kind cannot take these"),
    ("{A: 50%, 2: 50%}", "{A: 50%, Z: 50%}", 15, "level cannot take these"),
    ("{age: 1, sales: 1}", "{age: 1, sails: 1}", 16, "a figure goes by variables of this table"),
    ("{age: 1, sales: 1}", "{kind: 1}", 16, "a figure goes by numbers and flags"),
    ("{age: 1, sales: 1}", "{clean: 1}", 16, "variables may not go by each other in a circle"),
    ("profiles:", "  seats: {chance: 1}\nprofiles:", 18, "no variable of words has this name"),
    ("{share: 1}", "{share: 40%}", 19, "the shares of the profiles sum to 1"),
    (
        "{share: 1}",
        "{share: 1, variables: {seats: {chance: 1}}}",
        19,
        "profiles change what all subjects have",
    ),
    ("name: 二", "name: 一", 22, "a special has a name of its own"),
    ("like: 一", "like: 三", 22, "`like` names a special further up"),
    ("profile: plain", "profile: fancy", 22, "no profile has this name"),
    ("sales@2024: 1.25", "sales@2030: 1.25", 21, "the table has the years 2022 to 2024"),
    ("sales@2024: 1.25", "sails: 1.25", 21, "given values are of variables of this table"),
    ("sales@2024: 1.25", "sales@2024: much", 21, "sales is a number"),
    ("sales@2024: 1.25", "sales@2024: NaN", 21, "sales is a number"),
    ("opened: 2020-01-01", "opened: early", 21, "opened is a date"),
    ("clean: false", "clean: 0", 21, "clean is a flag"),
    ("kind: 乙", "kind: 丁", 22, "kind is a category"),
    ("seed: 1", "sead: 1", 6, "unknown keys are faults"),
    ("seed: 1", "seed: one", 6, "valid integer"),
    ("note: 合成数据\n", "", 2, "'note' is required here"),
    ("{zh: 店, en: Shops}", "&a {zh: 店, en: Shops}", 2, "packs have no anchors"),
]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "pack.yaml").write_text(PACK, "utf-8")
    return Library((tmp_path,))


def write(folder: Path, text: str) -> Path:
    (folder / "synthetic.yaml").write_text(text, "utf-8")
    return folder


def test_a_good_description(tmp_path: Path, library: Library):
    recipe = read_recipe(write(tmp_path, GOOD), library)
    assert recipe.subject.founded == "opened"
    order = recipe.order("plain")
    assert sorted(order) == sorted(recipe.spec.variables)
    assert order.index("opened") < order.index("clean") > order.index("sales")


@pytest.mark.parametrize(("before", "after", "line", "rule"), FAULTS)
def test_each_fault_names_its_line(
    before: str, after: str, line: int, rule: str, tmp_path: Path, library: Library
):
    assert before in GOOD
    with pytest.raises(PackError) as caught:
        read_recipe(write(tmp_path, GOOD.replace(before, after, 1)), library)
    found = [fault for fault in caught.value.faults if rule in fault.rule or rule in fault.seen]
    assert [(f.place.file, f.place.line) for f in found] == [("synthetic.yaml", line)]
    assert found[0].next_step


def test_all_faults_come_at_once(tmp_path: Path, library: Library):
    text = (
        GOOD.replace("count: 4", "count: 1").replace("share: 1", "share: 2").replace("like: 一", "like: 三")
    )
    with pytest.raises(PackError) as caught:
        read_recipe(write(tmp_path, text), library)
    assert len(caught.value.faults) == 3


def test_age_needs_a_founding_date(tmp_path: Path, library: Library):
    with pytest.raises(PackError, match="'age'"):
        read_recipe(write(tmp_path, GOOD.replace("subject: shop", "subject: stall")), library)


def test_no_such_file(tmp_path: Path):
    with pytest.raises(UsageError, match="no such file"):
        read_recipe(tmp_path)


def test_no_such_pack(tmp_path: Path, library: Library):
    with pytest.raises(UsageError, match="no pack is called 'verbs'"):
        read_recipe(write(tmp_path, GOOD.replace("[words]", "[words, verbs]")), library)


def test_the_bundled_example_is_found():
    assert {file.name for file in examples().iterdir()} >= {
        "synthetic.yaml",
        "zones.yaml",
        "zones-published.csv",
    }


def test_no_bundled_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(synthetic_reading, "installed", lambda: Library((tmp_path,)))
    with pytest.raises(UsageError, match="no example is installed"):
        examples()
