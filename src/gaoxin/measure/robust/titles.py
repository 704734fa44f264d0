"""What uncertain inputs are called, in Chinese and English: as their author says, else by what they vary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gaoxin.spec import uncertainty as u
from gaoxin.spec.index import TOTAL, Index
from gaoxin.spec.model import Text
from gaoxin.spec.uncertainty import Input

_VARIED: dict[str, tuple[str, str]] = {
    "screen": ("筛选办法", "Screening"),
    "impute": ("缺失值填补方法", "Imputation"),
    "treat": ("异常值处理方法", "Treatment of outliers"),
    "winmax": ("缩尾上限", "Winsorising limit"),
    "normalise": ("标准化方法", "Normalisation"),
    "weigh": ("权重来源", "Source of weights"),
    "aggregate": ("合成方法", "Aggregation"),
    "dirichlet": ("权重（狄利克雷分布）", "Weights (Dirichlet)"),
    "weight_sets": ("权重方案（如各位专家）", "Sets of weights"),
    "drop": ("剔除一项", "One element left out"),
    "imputed": ("填补值重新抽取", "Imputed figures drawn anew"),
    "error": ("测量误差", "Errors of measurement"),
}
_NUMERALS = "一二三四五六七八九"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth".split()
_NAMED = 3


def titles(index: Index, inputs: Sequence[Input]) -> dict[str, Text]:
    """The title of each input by its id; two that would be called the same have their id behind it."""
    found = {given.id: _title(index, given) for given in inputs}
    often = Counter(text.zh for text in found.values())
    return {
        name: text if often[text.zh] == 1 else Text(zh=f"{text.zh}（{name}）", en=f"{text.en} ({name})")
        for name, text in found.items()
    }


def _title(index: Index, given: Input) -> Text:
    if isinstance(given.title, Text):
        return given.title
    if given.title is not None:
        return Text(zh=given.title, en=given.title)
    if isinstance(given, u.WeightShare):
        return _weights(index, given)
    zh, en = _VARIED[given.vary]
    if isinstance(given, u.AggregateOptions) and given.level is not None:
        zh, en = f"{zh}（自下第{given.level}层）", f"{en}, level {given.level} from below"
    return _of_nodes(index, Text(zh=zh, en=en), getattr(given, "nodes", ()))


def _weights(index: Index, given: u.WeightShare) -> Text:
    """Weights by their level, counted from the top as tables of indicators are: 一级指标, …, 末级指标."""
    share = f"±{float(given.share):.0%}"
    heights = sorted({child.height for family in index.families() for child in family.children})
    if given.level is None:
        zh, en = "各级指标权重", "Weights of all levels"
    elif given.level == 0:
        zh, en = (
            ("末级指标权重", "Weights of the indicators") if heights[-1:] != [0] else ("指标权重", "Weights")
        )
    else:
        place = max(heights[-1] - given.level, 0)
        deep = place >= len(_NUMERALS)
        zh = f"第{place + 1}级指标权重" if deep else f"{_NUMERALS[place]}级指标权重"
        en = f"Weights of level {place + 1}" if deep else f"Weights of the {_ORDINALS[place]} level"
    return _of_nodes(index, Text(zh=f"{zh} {share}", en=f"{en} {share}"), given.nodes)


def _of_nodes(index: Index, text: Text, nodes: Sequence[str]) -> Text:
    """With the titles of the nodes that it is about, the first few of them."""
    if not nodes:
        return text
    known = {TOTAL: index.title} | {node.id: node.title for root in index.tree for node in root.walk()}
    shown = [known.get(node) or Text(zh=node, en=node) for node in nodes[:_NAMED]]
    more = len(nodes) > _NAMED
    zh = f"{text.zh}：{'、'.join(title.zh for title in shown)}{'等' if more else ''}"
    return Text(zh=zh, en=f"{text.en}: {', '.join(title.en for title in shown)}{' …' if more else ''}")
