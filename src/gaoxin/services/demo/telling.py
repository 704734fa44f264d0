"""What a demonstration found, in words: Chinese, with English beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from gaoxin.services.explaining import WORDS

Facts = Mapping[str, Any]

NOTE = "全部企业和园区数据为合成数据，仅供演示 · all data of enterprises and zones are synthetic"

STEPS = {
    "draw": "生成数据 drawing",
    "files": "写文件 files",
    "read": "读取 reading",
    "check": "审核 checking",
    "judge": "判定 judging",
    "index": "指数 indices",
    "board": "看板 board",
    "write": "写入 writing",
    "publish": "发布 publishing",
    "report": "报告 report",
    "look": "查看 looking",
}
_NUMBERS = "一二三四五六七八九十"


def text(facts: Facts) -> str:
    """Tell all of it."""
    title = f"{facts['title']['zh']} · {facts['title']['en']}"
    parts = [
        _report(facts),
        _red(facts["red"]),
        _slips(facts),
        _refused(facts["refused"]),
        _best(facts),
        _nearly(facts),
        _explained(facts),
        _index(facts),
        _time(facts),
        _next(facts),
    ]
    told = ["\n".join([f"{_NUMBERS[n]}、{head}", *lines]) for n, (head, *lines) in enumerate(parts)]
    return "\n\n".join([f"{title}\n{NOTE}", *told])


def _report(facts: Facts) -> list[str]:
    kinds = f"{facts['enterprises']:,} 家企业 enterprises · {facts['zones']} 个园区 zones"
    return [
        "报告 · the report",
        f"  打开 open  {facts['report'][0]}",
        f"  English    {facts['report'][1]}",
        f"  {kinds} · {facts['pages']:,} 页 pages",
    ]


def _red(red: Facts) -> list[str]:
    moved = [
        f"    {n}. {mover['subject']} {mover['name']}  {mover['change_text']}"
        for n, mover in zip(count(1), red["movers"], strict=False)
    ]
    return [
        "看板上变红的指标 · a red figure of the board",
        f"  {red['title']['zh']} · {red['title']['en']}",
        f"  {red['text']}，上年 last year {red['prior_text']}，变动 change {red['change_text']}",
        f"  {red['why_red_zh']} · {red['why_red_en']}",
        f"  影响最大的 {len(moved)} 家企业 · the enterprises that moved it most",
        *moved,
    ]


def _slips(facts: Facts) -> list[str]:
    lines: list[str] = []
    for n, slip in zip(count(1), facts["slips"], strict=False):
        place = "!".join(part for part in (slip["file"], slip["sheet"], slip["cell"]) if part)
        lines += [
            f"  {n}. {place}  {slip['subject']} {slip['name']}",
            f"     {slip['seen']}",
            f"     应为 should be {slip['new']}，已登记更正 corrected in corrections.csv",
        ]
    found = facts["findings"]
    counts = (
        f"  错误 errors {found['errors']} · 警告 warnings {found['warnings']} · "
        f"其余未处理 left open {found['open']}（gaoxin check {facts['folder']}）"
    )
    return [f"单位填错：{len(facts['slips'])} 处 · slips of unit, cell by cell", *lines, counts]


def _refused(refused: Facts) -> list[str]:
    first = refused["faults"][0]
    return [
        "统计数据不得用于企业积分 · a survey field in points is refused",
        f"  {first['place']}  {first['object']}",
        f"  {first['seen']}",
        f"  {first['rule']}",
        f"  gaoxin packs lint {refused['path']}",
    ]


def _best(facts: Facts) -> list[str]:
    points, rules = facts["rules"]["points"]["zh"], facts["rules"]
    counts = " · ".join(f"{WORDS['zh'][k]} {k} {v:,}" for k, v in sorted(facts["outcomes"].items()))
    standard = f"{rules['title']['zh']}（{rules['pack']}）"
    return [
        f"评价最好的五家 · the five best: {standard}，{facts['period']}年 {counts}",
        *(
            f"  {n}. {best['subject']} {best['name']}  {points} {best['low']:g}–{best['high']:g} 分"
            for n, best in zip(count(1), facts["best"], strict=False)
        ),
    ]


def _nearly(facts: Facts) -> list[str]:
    return [
        f"临界企业：最接近的 {len(facts['nearly'])} 家 · nearly there, the closest",
        *(
            f"  {n}. {near['subject']} {near['name']}  {near['condition']} {near['title']['zh']}："
            f"{near['gap_zh']} · {near['gap_en']}"
            for n, near in zip(count(1), facts["nearly"], strict=False)
        ),
    ]


def _explained(facts: Facts) -> list[str]:
    return [
        "一家企业逐条自评 · one firm's self-check, condition by condition",
        *(f"  {line}" for line in facts["explained"]["text"].splitlines()),
    ]


def _index(facts: Facts) -> list[str]:
    zones = [f"{row['name']} {row['rank']}（{row['score']:.1f}）" for row in facts["ranking"]]
    return [
        "指数 · indices",
        *(
            f"  {name}: {score:.3f}（由已公布分指数合成 from published sub-indexes）"
            for name, score in facts["index"].items()
        ),
        f"  园区位次 rank of zones, 暂定值(官方未公布) assumed weights: {'、'.join(zones)}",
    ]


def _time(facts: Facts) -> list[str]:
    steps = " · ".join(f"{STEPS[name]} {seconds:.1f}" for name, seconds in facts["steps"].items())
    return [f"用时 {facts['seconds']:.1f} 秒 · seconds", f"  {steps}"]


def commands(facts: Facts) -> list[tuple[str, str]]:
    """What to try next: each command with what it shows."""
    folder, subject, pack = facts["folder"], facts["explained"]["subject"], facts["rules"]["pack"]
    return [
        (f"gaoxin check {folder}", "审核清单，逐格 findings, cell by cell"),
        (f"gaoxin explain {folder} {subject} --pack {pack}", "结论从哪一格来 down to the cells"),
        (f"gaoxin runs {folder}", "测算批次 runs"),
        (f"gaoxin build {folder}", "改动后再测算 build again, after the change below"),
        (f"gaoxin diff {folder} previous latest", "什么变了，为什么 what moved, and why"),
        (f"gaoxin replay {folder} latest", "复算 compute the run again"),
        (f"gaoxin report {folder}", "重写报告 write the report anew"),
        (f"gaoxin packs show {pack}", "标准原文与出处 the standard and its sources"),
    ]


def _next(facts: Facts) -> list[str]:
    return ["接下来 · what to try next", *_lines(facts)]


def _lines(facts: Facts) -> Iterator[str]:
    listed = commands(facts)
    width = max(len(command) for command, _ in listed)
    for command, shows in listed:
        if command.startswith("gaoxin build"):
            line = ",".join(facts["change"].values())
            yield f"  在 {facts['folder']}/corrections.csv 末尾加一行 · append this line:"
            yield f"    {line}"
        yield f"  {command:<{width}}  {shows}"
