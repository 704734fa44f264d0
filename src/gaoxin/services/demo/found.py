"""What a demonstration found, read from its run: nothing is computed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow.compute as pc

from gaoxin.report.run import Run
from gaoxin.services.demo.spec import Demo, Ranking, RedSpec, Rules

Facts = dict[str, Any]


class Found:
    """Looks into the tables of a run.

    Parameters
    ----------
    run : of the example
    own : identifier of the example zone
    """

    def __init__(self, run: Run, own: str) -> None:
        self.run, self.own = run, own
        self.period = max(run.manifest["periods"])
        subjects = run.table("subjects").select(["subject", "name"]).to_pylist()
        self.names = {row["subject"]: row["name"] for row in subjects}

    def facts(self, demo: Demo) -> Facts:
        """All that is shown of a run."""
        show = demo.show
        return {
            "run": self.run.manifest["run"],
            "period": self.period,
            "outcomes": self.outcomes(show.rules),
            "best": self.best(show.rules),
            "nearly": self.nearly(show.rules, show.nearly.count),
            "red": self.red(show.red),
            "ranking": self.ranking(show.ranking),
        }

    def rows(self, table: str, **wanted: Any) -> list[Facts]:
        """The rows of the last year with these values."""
        found = self.run.table(table)
        for name, value in {"period": self.period, **wanted}.items():
            found = found.filter(pc.equal(found[name], value))
        return found.to_pylist()

    def slips(self, check: str, corrections: Sequence[Mapping[str, str]]) -> list[Facts]:
        """The findings about the corrected cells, each with what stands there and what is right."""
        right = {(c["subject"], int(c["period"]), c["variable"]): c for c in corrections}
        keys = ("subject", "name", "period", "variable", "file", "sheet", "cell", "check", "seen", "state")
        return [
            {
                **{key: row[key] for key in keys},
                "old": line["old"],
                "new": line["new"],
                "reason": line["reason"],
            }
            for row in self.run.table("findings").to_pylist()
            if row["check"] == check and (line := right.get((row["subject"], row["period"], row["variable"])))
        ]

    def outcomes(self, rules: Rules) -> dict[str, int]:
        """How many enterprises have each result."""
        return dict(
            Counter(r["result"] for r in self.rows("verdicts", pack=rules.pack, verdict=rules.verdict))
        )

    def best(self, rules: Rules, count: int = 5) -> list[Facts]:
        """Those that pass with the most points that are certain."""
        passing = self.rows("verdicts", pack=rules.pack, verdict=rules.verdict, result="pass")
        names = {row["subject"] for row in passing}
        points = self.rows("points", pack=rules.pack, sheet=rules.sheet, item="")
        order = sorted(points, key=lambda row: (-row["low"], row["subject"]))
        return [self._named(row, "low", "high") for row in order if row["subject"] in names][:count]

    def nearly(self, rules: Rules, count: int) -> list[Facts]:
        """Those that miss one condition by the least, and pass once it is mended."""
        rows = self.rows("nearly", pack=rules.pack, verdict=rules.verdict, settles=True)
        titles = self.run.dictionary["packs"][rules.pack]["verdicts"][rules.verdict]["conditions"]
        named = {condition["id"]: condition["title"] for condition in titles}
        return [
            {**self._named(row, "condition", "variable", "now", "then", "gap_zh", "gap_en"),
             "title": named[row["condition"]]}
            for row in rows[:count]
        ]  # fmt: skip

    def red(self, wanted: RedSpec) -> Facts:
        """The red figure, and the enterprises that moved it most."""
        (figure, *_) = self.rows("board", pack=wanted.pack, measure=wanted.measure, subject=self.own)
        behind = self.rows("movers", pack=wanted.pack, indicator=wanted.measure, subject=self.own)
        order = sorted((r for r in behind if r["change_place"]), key=lambda row: row["change_place"])
        spec = self.run.dictionary["packs"][wanted.pack]["indicators"][wanted.measure]
        red = [r for r in self.rows("board", pack=wanted.pack, subject=self.own) if r["red"]]
        keys = ("text", "prior_text", "change_text", "why_red_zh", "why_red_en", "red", "node")
        return {
            **{key: figure[key] for key in keys},
            "title": spec["title"],
            "figures": len({row["measure"] for row in red}),
            "movers": [
                self._named({**row, "subject": row["member"]}, "change", "change_text")
                for row in order[: wanted.movers]
            ],
        }

    def ranking(self, wanted: Ranking) -> list[Facts]:
        """The zones in the order of an index."""
        rows = self.rows("index", pack=wanted.pack, index=wanted.index, node=wanted.node)
        order = sorted((r for r in rows if r["rank"]), key=lambda row: (row["rank"], row["subject"]))
        return [self._named(row, "rank", "score") for row in order]

    def _named(self, row: Mapping[str, Any], *columns: str) -> Facts:
        """Some columns of a row, with the subject and its name before them."""
        return {
            "subject": row["subject"],
            "name": self.names.get(row["subject"]) or row["subject"],
            **{column: row[column] for column in columns},
        }
