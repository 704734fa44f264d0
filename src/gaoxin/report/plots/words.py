"""The words on pictures, in Chinese and English."""

from __future__ import annotations

from gaoxin.base.errors import UsageError

WORDS: dict[str, tuple[str, str]] = {
    "ranking": ("位次及其区间", "Ranking with intervals"),
    "rank": ("位次", "Rank"),
    "interval": (
        "横线：位次区间；圆点：位次。区间重叠处不宜分先后。",
        "Line: interval of the rank; dot: rank. Where lines overlap, order is unsure.",
    ),
    "no_interval": (
        "圆点：位次；未做稳健性分析，不知其区间。",
        "Dot: rank. No interval is known without a robustness analysis.",
    ),
    "score": ("得分", "Score"),
    "levels": ("分层得分", "Scores by level"),
    "low_high": ("列内最低 → 最高", "lowest → highest of the column"),
    "unknown": ("灰：未知", "Grey: unknown"),
    "contributions": ("总分的构成", "What makes up the score"),
    "others": ("其他", "others"),
    "frequency": ("各位次出现的频率", "How often each rank occurs"),
    "share_of_runs": ("占全部模拟的比例", "share of runs"),
    "sobol": ("各项假设的影响", "Which assumption matters"),
    "sobol_note": (
        "一阶：单独的影响；总：含交互；短线：自助法区间。",
        "First order: alone; total: with interactions; whiskers: bootstrap intervals.",
    ),
    "first": ("一阶指数", "first order"),
    "total": ("总指数", "total"),
    "index": ("索博尔指数", "Sobol' index"),
    "target_score": ("得分", "score"),
    "target_rank": ("位次", "rank"),
    "target_shift": ("平均位次变动", "mean rank shift"),
    "waterfall": ("变动原因", "What changed, and why"),
    "before": ("上期", "before"),
    "after": ("本期", "after"),
    "own": ("自身", "own"),
    "peers": ("其他单位", "peers"),
    "specification": ("口径与方法", "method"),
    "calibre": ("口径变动", "calibre"),
    "all": ("未分解", "undivided"),
    "rest": ("其余", "rest"),
    "rise": ("增加", "adds"),
    "fall": ("减少", "takes away"),
    "radar": ("画像", "Profile"),
    "self": ("本单位", "this unit"),
    "median": ("同组中位数", "median of peers"),
    "item": ("项目", "item"),
    "of_maximum": (
        "图中为占满分的比例，表中为原数。",
        "The picture shows shares of the maximum, the table the figures.",
    ),
    "scale": ("图与表为同一组数。", "Picture and table show the same numbers."),
    "peers_plot": ("与同类比较", "Against the peers"),
    "peers_note": (
        "灰点：各单位；竖线：中位数；实心点：本单位，右侧为其位次。",
        "Grey: each unit; bar: median; dot: this unit, its rank at the right.",
    ),
    "years": ("历年", "Over the years"),
    "break": ("口径变动", "break"),
    "break_note": (
        "虚线处口径变动，前后不可比，连线断开。",
        "The standard changed at the dashed line; no line is drawn across it.",
    ),
}


def words(language: str) -> dict[str, str]:
    """The words in a language.

    Raises
    ------
    UsageError : neither zh nor en
    """
    if language not in ("zh", "en"):
        message = f"language {language}: 只有 zh、en · zh or en; try: zh"
        raise UsageError(message)
    return {key: pair[0 if language == "zh" else 1] for key, pair in WORDS.items()}


def headed(title: str | None, default: str, period: int | None) -> str:
    """The title of a picture: as given, or the default with the year."""
    if title is not None:
        return title
    return f"{default} {period}" if period else default
