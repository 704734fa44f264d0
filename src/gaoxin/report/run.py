"""The run folder: the tables of a run and their columns; whoever writes one keeps to this page.

``manifest.json``     what made the run: data, packs, engine, versions, settings, hashes of the tables
``dictionary.json``   titles, units, formulas, clauses and statuses of everything that the tables name
``tables/*.parquet``  the results, one file for each name of `TABLES`, those without rows too
``inputs/*.parquet``  the typed figures that were computed on, one file for each kind of subject
``packs/<id>/``       the packs as they were

Identifiers are text. ``period`` is a year, 0 without periods. Pairs ``_zh`` and ``_en`` hold the same
sentence in both languages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gaoxin.base.errors import DataError, Fault, Place, UsageError

FORMAT = 1
"""Version of this layout, as manifests state it."""

_KEY = "kind:s subject:s period:i"
_COLUMNS = {
    # one row for each subject that the data names
    "subjects": "kind:s subject:s name:s parent_kind:s parent:s",
    # one row for each reported figure; `part`, `row`, `column` lead to its cell (manifest.data[part])
    "values": f"{_KEY} variable:s text:s number:d part:i row:i column:i raw:s corrected:b",
    # indicators of every pack; `text` is what people read, with its unit; `mark` is assumed or paraphrased
    "indicators": f"pack:s {_KEY} indicator:s number:d text:s mark:s break:b",
    "verdicts": f"pack:s {_KEY} verdict:s result:s",
    # `result` true, false or null; `why`: missing, break (of calibre), jury, doubtful or not_applicable;
    # `missing`: the variables, `name@-1` of the year before, with "; " between them
    "conditions": f"pack:s {_KEY} verdict:s condition:s result:b why:s missing:s",
    # `item` is empty for the sheet's total, else `group` or `group.item`. `low_text` and `high_text` are the
    # points as they are shown: items add up to groups and groups to the total; where a cap cuts, they add up
    # to `sum_text`, else it is null. `counted`: the points that count where they are decided; of the total
    # also where enough items are known, those that are not at 0. `cap` of the row, null where there is none
    # or it is not published; `share` of the cap that a figure makes, 0 to 1; `median` of the `peers` others,
    # null below three of them
    "points": (
        f"pack:s {_KEY} sheet:s item:s low:d high:d cap:d share:d low_text:s high_text:s counted:s"
        " sum_text:s peers:i median:d"
    ),
    # whom a sheet compares a subject with, its place among the `ranked` of its group for ranking, its list;
    # `veto`: what excludes it or takes its points; several are apart by "; "
    "sheets": f"pack:s {_KEY} sheet:s peers_of:s ranked_in:s rank:i ranked:i list:s veto:s",
    # what would raise a sheet, for some subjects in their last period: `place` counts the ways, each of one
    # or several `moves`, a row each; points after are those computed anew with all moves of the way. A row
    # without a variable says that no way was found
    "raises": (
        f"pack:s {_KEY} sheet:s place:i moves:i variable:s now:s then:s change_zh:s change_en:s gain_low:s"
        " gain_high:s before_low:s before_high:s after_low:s after_high:s items:s"
    ),
    # conditions that a subject just misses in its last period, each proved by recomputation
    "nearly": f"pack:s {_KEY} verdict:s condition:s variable:s now:s then:s gap_zh:s gap_en:s settles:b",
    "index": (
        f"pack:s index:s {_KEY} node:s level:i raw:d imputed:b treated:d normalised:d score:d weight:d"
        " contribution:d rank:i status:s"
    ),
    # how sure the ranks of an index's top node are, over `runs` with what is uncertain in it: ends of the
    # interval that holds the share `confidence` of them; the share of runs with a score (`known`) and of
    # those ahead of the next; how many others it cannot be told from; `apart` false: 位次差异不显著
    "robust": (
        f"pack:s index:s {_KEY} node:s rank:i rank_low:d rank_median:d rank_high:d score_low:d score_high:d"
        " known:d ahead_of_next:d not_distinguishable_from:i apart:b runs:i confidence:d"
    ),
    # how often a subject takes each rank, in rankings of few; shares of the runs add up to those with a score
    "rank_shares": f"pack:s index:s {_KEY} node:s rank:i share:d",
    # which assumption moves the ranks: Sobol' indices, first-order and total, of the mean absolute shift of
    # all ranks (no subject) and of each subject's rank (null where it never moves), with bootstrap intervals
    "assumptions": (
        f"pack:s index:s {_KEY} node:s input:s title_zh:s title_en:s first:d first_low:d first_high:d total:d"
        " total_low:d total_high:d"
    ),
    # the change of the score of an index's top node since the year before, as bars of a waterfall: before,
    # then by `part` (own, peers, calibre, all) or by part and `node` (the smallest together as rest), after.
    # Each stands from `start` to `end`; the amounts between the ends add up to the change
    "changes": (f"pack:s index:s {_KEY} since:i by:s place:i part:s node:s amount:d start:d end:d"),
    # figures of a board's leaf, numbers in the declared unit of the measure: value, year before, own range,
    # entered range of the nation, peers (others of the kind with a figure in the period; null: none) and how
    # many of them have a lower one; `state` known, missing, assumed or break; `direction` up, down or none;
    # `red` null where no rule applies; `rollup`: whether `movers` can name members
    "board": (
        f"pack:s board:s node:s {_KEY} measure:s number:d text:s prior_text:s change:d change_text:s"
        " own_low:d own_high:d nation_low:d nation_high:d nation_source:s peers:i peers_below:i state:s"
        " direction:s red:b why_red_zh:s why_red_en:s rollup:b"
    ),
    # the members behind a roll-up figure of a board, in its declared unit; `pack` and `indicator` as in
    # `indicators`. Listed are the ten with the greatest part of the figure and the ten with the greatest part
    # of its change (`change_place` 1 to 10, else null), then one row without a member (`standing` others) for
    # the `members` that are left, so that parts add up to the figure and changes to its change. `place`
    # counts the rows; `share` 1 is the whole; `standing` else stayed, entered, left, missing (not reported
    # this year), returned (not reported last year), null without a year before; `allocation` sum or ratio
    # says how the change was divided
    "movers": (
        f"pack:s indicator:s {_KEY} member_kind:s member:s place:i part:d share:d text:s change_place:i"
        " change:d change_text:s standing:s allocation:s members:i"
    ),
    # the account of a roll-up figure of a board against the year before (同比变动说明): of the `figure`, and
    # of a quotient of its numerator and denominator, in the order of `place`: before, then the lines
    # (corrections, calibre, entered, left, stayed, returned, missing; undivided where a break is not
    # `comparable`), change and after. Amounts of the lines sum to the change to the last digit; `text` has
    # all digits of a decimal, `points_text` says of how many percent of the figure before
    "accounts": (
        f"pack:s indicator:s {_KEY} member_kind:s figure:s place:i part:s title:s members:i before_text:s"
        " after_text:s amount:d text:s points_text:s unit:s comparable:b breaks:s"
    ),
    # faults of the data: `level` error or warning; `state` open, explained or corrected
    "findings": (
        f"level:s check:s {_KEY} name:s variable:s file:s sheet:s cell:s seen:s rule_zh:s rule_en:s next_zh:s"
        " next_en:s state:s reason:s by:s"
    ),
    "corrections": f"{_KEY} variable:s old:s new:s reason:s by:s on:s",
}
_TYPES = {"s": pa.string(), "i": pa.int32(), "d": pa.float64(), "b": pa.bool_()}


def _schema(columns: str) -> pa.Schema:
    pairs = (column.split(":") for column in columns.split())
    return pa.schema([pa.field(name, _TYPES[kind]) for name, kind in pairs])


TABLES: dict[str, pa.Schema] = {name: _schema(columns) for name, columns in _COLUMNS.items()}
"""The tables of a run and their columns."""


class Run:
    """A published run, read table by table.

    Parameters
    ----------
    folder : the run's folder

    Raises
    ------
    UsageError : no run, or one in another format
    DataError : a file of it is damaged, or not there any more
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not (folder / "manifest.json").is_file():
            message = f"{folder} 不是测算批次 · holds no run; try: gaoxin build, then gaoxin runs"
            raise UsageError(message)
        if self.manifest.get("format") != FORMAT:
            message = (
                f"{folder}: 格式 · format {self.manifest.get('format')}, 本版本读取 · this version reads "
                f"{FORMAT}; try: build anew"
            )
            raise UsageError(message)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What made the run."""
        return self._json("manifest.json")

    @cached_property
    def dictionary(self) -> dict[str, Any]:
        """Titles, units, formulas, clauses and statuses of what the tables name."""
        return self._json("dictionary.json")

    def table(self, name: str, only: Any = None) -> pa.Table:
        """One of `TABLES`; those rows of it that Arrow's filter `only` leaves.

        A run of an earlier version, whose manifest does not list the table, has no rows of it.
        """
        file = self.folder / "tables" / f"{name}.parquet"
        if name not in self.manifest.get("tables", TABLES):
            return TABLES[name].empty_table()
        try:
            return pq.read_table(file, schema=TABLES[name], filters=only)
        except (OSError, pa.ArrowException) as error:
            raise _damaged(file, error) from None

    def _json(self, name: str) -> dict[str, Any]:
        file = self.folder / name
        try:
            return json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise _damaged(file, error) from None


class AtHand(Run):
    """Tables at hand, read like those of a run that was never published.

    Parameters
    ----------
    manifest, dictionary : as a run has them
    tables : rows of some of `TABLES`; the others have none
    """

    def __init__(
        self,
        manifest: dict[str, Any],
        dictionary: dict[str, Any],
        tables: Mapping[str, Sequence[Mapping[str, Any]]],
    ) -> None:
        self.folder = Path()
        self.manifest = manifest
        self.dictionary = dictionary
        self._rows = tables

    def table(self, name: str, only: Any = None) -> pa.Table:
        """One of `TABLES`; those rows of it that Arrow's filter `only` leaves."""
        found = pa.Table.from_pylist(list(self._rows.get(name, ())), schema=TABLES[name])
        return found if only is None else found.filter(only)


def _damaged(file: Path, error: Exception) -> DataError:
    seen = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
    rule = "测算批次发布后不得改动 · a run is never edited after it is published"
    step = "从备份恢复，或移走这个批次后重新测算 · restore it, or move the run away and build anew"
    return DataError([Fault(Place(str(file)), file.name, seen, rule, step)])
