"""An index run by DuckDB, and the same index by a plain reading of the rules, in exact numbers."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from typing import Any

import duckdb
import pytest

from gaoxin.engines.sql.cte import script, select_all, text
from gaoxin.engines.sql.index import index_ctes
from gaoxin.plan.index import compile_index
from gaoxin.spec import Index, IndexNode

Rows = list[dict[str, Any]]
Result = dict[tuple[str, int, str], dict[str, Any]]
MISSING: frozenset[str] = frozenset()
TITLE = {"zh": "例", "en": "example"}


def leaf(node: str, weight: Any = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": node,
        "title": TITLE,
        "weight": weight,
        "indicator": f"i_{node.lower().replace('.', '_')}",
        **more,
    }


def group(node: str, weight: Any, *children: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": node, "title": TITLE, "weight": weight, "children": list(children), **more}


def make(*tree: dict[str, Any], **more: Any) -> Index:
    return Index.model_validate({"title": TITLE, "tree": list(tree), **more})


def _run(index: Index, rows: Rows, variant: str | None = None) -> Result:
    """Run the script in DuckDB; a row has subject, period, a value by node and the group variable."""
    plan = compile_index(index, "example", variant=variant)
    columns = [("subject", "VARCHAR"), ("period", "INTEGER")]
    columns += [(leaf.column, "DOUBLE") for leaf in plan.leaves]
    columns += [(group.column, "VARCHAR") for group in plan.groups]
    keys = ["subject", "period", *(leaf.node for leaf in plan.leaves), *(g.reference for g in plan.groups)]
    with _engine().cursor() as connection:
        connection.execute(
            f"CREATE TEMPORARY TABLE figures ({', '.join(f'{name} {kind}' for name, kind in columns)})"
        )
        values = [[_plain(row.get(key)) for key in keys] for row in rows]
        connection.executemany(f"INSERT INTO figures VALUES ({', '.join('?' * len(keys))})", values)
        query = text(script(index_ctes(plan, "figures"), select_all("index_result")))
        cursor = connection.execute(query)
        names = [column[0] for column in cursor.description or ()]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {(row["subject"], row["period"], row["node"]): row for row in found}


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """An empty database: each cursor has its own temporary tables, and opening one costs more than a test."""
    return duckdb.connect(config={"threads": 2})


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Fraction) else value


@pytest.fixture(scope="session")
def run() -> Callable[..., Result]:
    """Give the function that runs an index in DuckDB."""
    return _run


@pytest.fixture(scope="session")
def column(run: Callable[..., Result]) -> Callable[..., list[Any]]:
    """Give the function that normalises one indicator of subjects s0, s1, … in one period.

    Returns what stands in `shown` of each; `groups` are the categories `g` of the subjects.
    """

    def normalised(
        values: list[Any],
        way: dict[str, Any],
        *,
        shown: str = "normalised",
        groups: list[Any] | None = None,
        methods: dict[str, Any] | None = None,
        **more: Any,
    ) -> list[Any]:
        named = groups or [None] * len(values)
        rows = [
            {"subject": f"s{k}", "period": 2024, "x": value, "g": named[k]} for k, value in enumerate(values)
        ]
        index = make(leaf("x", **more), methods={"normalise": way, **(methods or {})}, total=False)
        found = run(index, rows)
        return [found[f"s{k}", 2024, "x"][shown] for k in range(len(values))]

    return normalised


@pytest.fixture(scope="session")
def reference() -> Callable[[Index, Rows], Result]:
    """Give the function that computes an index with exact numbers."""
    return lambda index, rows: _Reference(index, rows).result()


class _Reference:
    """The rules of the index steps, one row and one node at a time."""

    def __init__(self, index: Index, rows: Rows) -> None:
        self.index, self.methods = index, index.methods
        self.leaves = [node for root in index.tree for node in root.walk() if node.indicator]
        self.rows = {(row["subject"], row["period"]): row for row in rows}
        self.screened = {key for key, row in self.rows.items() if self._screened(row)}
        self.filled: set[tuple[tuple[str, int], str]] = set()
        self.figures: dict[tuple[str, int], dict[str, Fraction | None]] = {}
        for key, row in self.rows.items():
            self.figures[key] = {leaf.id: self._figure(key, row, leaf.id) for leaf in self.leaves}

    def _screened(self, row: Mapping[str, Any]) -> bool:
        screen = self.methods.screen
        reported = sum(row.get(leaf.id) is not None for leaf in self.leaves)
        share = screen.min_share if screen is not None else None
        return share is not None and Fraction(reported, len(self.leaves)) < share

    def _scope(self, key: tuple[str, int]) -> Iterable[tuple[str, int]]:
        return [
            k
            for k in self.rows
            if k not in self.screened and (self.methods.within == "all" or k[1] == key[1])
        ]

    def _figure(self, key: tuple[str, int], row: Mapping[str, Any], node: str) -> Fraction | None:
        if key in self.screened:
            return None
        if row.get(node) is not None:
            return Fraction(row[node])
        impute = self.methods.impute
        if impute.method == "none" or any(row.get(name) is None for name in impute.by):
            return None
        peers = [self.rows[k] for k in self._scope(key)]
        peers = [p for p in peers if all(p.get(name) == row.get(name) for name in impute.by)]
        known = [Fraction(peer[node]) for peer in peers if peer.get(node) is not None]
        if known:
            self.filled.add((key, node))
            return sum(known) / len(known)
        return None

    def _known(self, key: tuple[str, int], node: str) -> list[Fraction]:
        return [x for k in self._scope(key) if (x := self.figures[k][node]) is not None]

    def normalised(self, key: tuple[str, int], leaf: IndexNode) -> tuple[Fraction | None, frozenset[str]]:
        value = self.figures[key][leaf.id]
        if value is None:
            return None, MISSING
        way = leaf.normalise or self.methods.normalise
        known = self._known(key, leaf.id)
        sign = -1 if leaf.direction == "down" else 1
        if way.method == "none":
            return value, MISSING
        if way.method == "goalposts":
            assert leaf.posts
            share = (value - leaf.posts[0]) / (leaf.posts[1] - leaf.posts[0])
            share = min(max(share, Fraction(0)), Fraction(1)) if way.clip else share
            return way.low + (way.high - way.low) * (share if sign > 0 else 1 - share), MISSING
        if way.method == "rank":
            return Fraction(1 + sum(sign * x < sign * value for x in known)), MISSING
        if way.method == "base_period":
            assert way.base is not None
            return self._to_base(key, leaf, way.base, chained=way.chained)
        if min(known) == max(known):
            return None, frozenset({"group of one" if len(known) == 1 else "constant"})
        if way.method == "minmax":
            share = (value - min(known)) / (max(known) - min(known))
            return way.low + (way.high - way.low) * (share if sign > 0 else 1 - share), MISSING
        mean = sum(known) / len(known)
        variance = sum((x - mean) ** 2 for x in known) / (len(known) - 1)
        return way.mean + way.sd * sign * (value - mean) / _function(variance, "sqrt"), MISSING

    def _to_base(
        self, key: tuple[str, int], leaf: IndexNode, base: int, *, chained: bool
    ) -> tuple[Fraction | None, frozenset[str]]:
        value, down = self.figures[key][leaf.id], leaf.direction == "down"
        series = {
            year: self.figures[subject, year][leaf.id] for subject, year in self.rows if subject == key[0]
        }
        start = series.get(base)
        assert value is not None
        if start is None:
            return None, frozenset({"base unknown"})
        if start <= 0 or value < 0 or (down and value == 0):
            return None, frozenset({"not positive"})
        between = range(base, key[1]) if key[1] >= base else range(key[1] + 1, base + 1)
        if chained and not all((series.get(year) or 0) > 0 for year in between):
            return None, frozenset({"chain broken"})
        return 100 * (start / value if down else value / start), MISSING

    def result(self) -> Result:
        found: Result = {}
        for key in self.rows:
            for node in self.index.tree:
                self._score(key, node, found)
            if self.index.total:
                way = self.index.aggregate or self.methods.aggregate
                found[(*key, "total")] = self._join(key, self.index.tree, way, found)
        for (_, period, node), row in found.items():
            scores = [
                r["score"] for k, r in found.items() if k[1:] == (period, node) and r["score"] is not None
            ]
            if row["score"] is not None:
                scale = self._scale(node, found)
                row["rank"] = 1 + sum(_rounded(s, scale) > _rounded(row["score"], scale) for s in scores)
        return found

    def _scale(self, node: str, found: Result) -> Fraction:
        """Give the largest score of a leaf or a geometric mean, or of the children of a sum."""
        nodes = {n.id: n for root in self.index.tree for n in root.walk()}
        children = self.index.tree if node == "total" else nodes[node].children
        own = self.index.aggregate if node == "total" else nodes[node].aggregate
        if children and (own or self.methods.aggregate).method == "arithmetic":
            return max(self._scale(child.id, found) for child in children if child.weight)
        return max(
            (abs(r["score"]) for k, r in found.items() if k[2] == node and r["score"] is not None),
            default=Fraction(0),
        )

    def _score(self, key: tuple[str, int], node: IndexNode, found: Result) -> None:
        for child in node.children:
            self._score(key, child, found)
        if node.children:
            way = node.aggregate or self.methods.aggregate
            found[(*key, node.id)] = self._join(key, node.children, way, found)
            return
        value, words = self.normalised(key, node)
        if value is not None and (key, node.id) in self.filled:
            words |= {"imputed"}
        found[(*key, node.id)] = self._row(key, value, words)

    def _join(
        self, key: tuple[str, int], children: Iterable[IndexNode], way: Any, found: Result
    ) -> dict[str, Any]:
        rows = [(child.weight, found[(*key, child.id)]) for child in children]
        if any(weight is None for weight, _ in rows):
            return self._row(key, None, frozenset({"weight unpublished"}))
        known = [(weight, row["score"]) for weight, row in rows if row["score"] is not None and weight]
        if way.method == "geometric" and any(score <= 0 for _, score in known):
            return self._row(key, None, frozenset({"not positive"}))
        held, whole = sum(w for w, _ in known), sum(w for w, _ in rows)
        if held < way.min_share * whole:
            return self._row(key, None, MISSING)
        words = {"reweighted"} if held < whole else set()
        for weight, row in rows:
            if weight and row["score"] is not None:
                words |= row["words"] & {"imputed", "reweighted"}
        if way.method == "arithmetic":
            score = sum(w * s for w, s in known) / held
        else:
            score = _function(sum(w * _function(s, "ln") for w, s in known) / held, "exp")
        return self._row(key, score, frozenset(words))

    def _row(self, key: tuple[str, int], score: Fraction | None, words: frozenset[str]) -> dict[str, Any]:
        words |= {"unknown"} if score is None else set()
        words |= {"screened"} if key in self.screened else set()
        return {"score": score, "rank": None, "words": words}


def _function(number: Fraction, name: str) -> Fraction:
    """Take a root, logarithm or exponential to 50 digits."""
    with localcontext(prec=50):
        value = getattr(Decimal(number.numerator) / Decimal(number.denominator), name)()
    return Fraction(value)


def _rounded(score: Fraction, largest: Fraction) -> int:
    """Round a score to 12 digits of the largest, as a whole number of its last digit."""
    if largest == 0:
        return 0
    exponent = 0
    while Fraction(10) ** (exponent + 1) <= largest:
        exponent += 1
    while Fraction(10) ** exponent > largest:
        exponent -= 1
    return round(score / Fraction(10) ** (exponent - 11))
