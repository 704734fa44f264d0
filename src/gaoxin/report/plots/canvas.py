"""A picture: fonts, colours, and its way into SVG and PNG, without a screen and without a network."""

from __future__ import annotations

import io
import warnings
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from gaoxin.base.errors import UsageError

FONTS = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei"),
    *("PingFang SC", "Hiragino Sans GB", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Heiti SC"),
    *("Noto Sans CJK JP", "Noto Serif CJK SC", "Songti SC", "SimSun"),
)
"""Fonts with Chinese characters, the best for a small picture first."""

WEB = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei", "SimHei")
"""The fonts that an SVG asks for beside the one that it was drawn with: of every kind of machine one."""

BLUE, ORANGE, GREEN, RED, SKY, PURPLE, YELLOW = (
    *("#0072B2", "#E69F00", "#009E73", "#D55E00"),
    *("#56B4E9", "#CC79A7", "#F0E442"),
)
SERIES = (BLUE, ORANGE, GREEN, PURPLE, SKY, RED, YELLOW)
"""Colours that people with any colour vision tell apart (M. Okabe, K. Ito, Color Universal Design, 2008)."""
DARK, GREY, PALE = "#222222", "#767676", "#D9D9D9"

NO_FONT = (
    "no font with Chinese characters is installed; 缺少中文字体, pictures show boxes; try: fonts-noto-cjk"
)


def library() -> Any:
    """Matplotlib.

    Raises
    ------
    UsageError : it is not installed
    """
    try:
        import matplotlib as found
    except ImportError:
        message = (
            '未安装绘图库 · plots need matplotlib, which is not installed; try: pip install "gaoxin[plots]"'
        )
        raise UsageError(message) from None
    return found


@lru_cache(maxsize=1)
def chinese_font() -> str | None:
    """The best installed font with Chinese characters."""
    library()
    from matplotlib import font_manager

    installed = {entry.name for entry in font_manager.fontManager.ttflist}
    return next((name for name in FONTS if name in installed), None)


def _settings() -> dict[str, Any]:
    font = chinese_font()
    return {
        "font.family": [*([font] if font else []), "DejaVu Sans"],
        "font.size": 9,
        "svg.fonttype": "none",
        "svg.hashsalt": "gaoxin",
        "axes.unicode_minus": False,
        "axes.edgecolor": GREY,
        "axes.labelcolor": DARK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlelocation": "left",
        "axes.titlesize": 11,
        "axes.titlepad": 10,
        "text.color": DARK,
        "xtick.color": GREY,
        "ytick.color": GREY,
        "xtick.labelcolor": DARK,
        "ytick.labelcolor": DARK,
        "legend.frameon": False,
    }


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture; text in its SVG is text.

    Parameters
    ----------
    figure : the figure of matplotlib, for those who want to change it
    notices : what a reader should know, such as a font that is missing
    """

    figure: Any
    notices: tuple[str, ...] = field(default=())

    def save(self, path: str | Path, *, dpi: int = 160) -> Path:
        """Write it as .svg or .png, by the ending.

        Raises
        ------
        UsageError : another ending, or no such folder
        """
        place = Path(path)
        if place.suffix.lower() not in (".svg", ".png"):
            message = f"{place.name}: 图片为 .svg 或 .png · a picture is .svg or .png; try: {place.stem}.svg"
            raise UsageError(message)
        if not place.parent.is_dir():
            message = f"{place}: there is no folder {place.parent}; try: make it first"
            raise UsageError(message)
        place.write_bytes(self.png(dpi) if place.suffix.lower() == ".png" else self.svg().encode())
        return place

    def svg(self) -> str:
        """The picture as SVG."""
        text = self._bytes("svg", 72).decode()
        font = chinese_font() or "DejaVu Sans"
        others = ", ".join(f"'{name}'" for name in WEB if name != font)
        return text.replace(f"'{font}', 'DejaVu Sans'", f"'{font}', {others}, 'DejaVu Sans', sans-serif")

    def png(self, dpi: int = 160) -> bytes:
        """The picture as PNG."""
        return self._bytes("png", dpi)

    def _bytes(self, kind: str, dpi: int) -> bytes:
        sink = io.BytesIO()
        metadata = {"Date": None} if kind == "svg" else {}
        with library().rc_context(_settings()):
            self.figure.savefig(
                sink, format=kind, dpi=dpi, bbox_inches="tight", pad_inches=0.12, metadata=metadata
            )
        return sink.getvalue()

    def _repr_svg_(self) -> str:
        """What a notebook shows."""
        return self.svg()


@contextmanager
def drawing(
    width: float, height: float, title: str, note: str = "", ratios: Sequence[float] = (1,)
) -> Generator[tuple[Picture, list[Any]]]:
    """A picture to draw on: its axes stand side by side.

    Parameters
    ----------
    width, height : inches
    title, note : above and below
    ratios : widths of the axes, relative
    """
    with library().rc_context(_settings()):
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure: Any = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots(1, len(ratios), squeeze=False, width_ratios=list(ratios))[0]
        if title:
            figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")
        if note:
            figure.supxlabel(note, x=0.01, ha="left", fontsize=8, color=GREY)
        notices = () if chinese_font() else (NO_FONT,)
        for notice in notices:
            warnings.warn(notice, stacklevel=3)
        yield Picture(figure, notices), list(axes)


def plain(axis: Any, *, keep: str = "") -> None:
    """Take away what carries no number: spines and ticks other than those kept."""
    for side in ("left", "bottom", "top", "right"):
        axis.spines[side].set_visible(side in keep.split())
    axis.tick_params(length=0)
    axis.set_axisbelow(True)


def number(value: float, digits: int | None = None) -> str:
    """A number as people read it: three or four digits that count."""
    if digits is None:
        size = abs(value)
        digits = 0 if size >= 1000 or value == round(value) else 1 if size >= 10 else 2
    text = f"{value:,.{digits}f}"
    return text.replace("-", "−")


def wide(text: str) -> int:
    """The columns that a text takes, a Chinese character two."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def wrapped(text: str, width: int = 12) -> str:
    """A text in lines of about one length, at most so many columns; words stay whole, marks do not lead."""
    least = -(-wide(text) // max(1, -(-wide(text) // width)))
    lines, line = list[str](), ""
    for part in _pieces(text):
        if line and wide(line + part.rstrip()) > least + 1 and part not in "），。、；：）】」":
            lines.append(line.rstrip())
            line = ""
        line += part if line else part.lstrip()
    return "\n".join([*lines, line.rstrip()])


def _pieces(text: str) -> list[str]:
    found: list[str] = []
    for letter in text:
        if found and ord(letter) <= 0x2E7F and ord(found[-1][-1]) <= 0x2E7F and found[-1][-1] != " ":
            found[-1] += letter
        else:
            found.append(letter)
    return found
