"""The sign of an integer polynomial beyond 128 bits, exactly: for what doubles are too near to tell."""

from __future__ import annotations

import math
from contextlib import suppress
from functools import lru_cache

import duckdb
from duckdb.sqltypes import HUGEINT, TINYINT, VARCHAR

from gaoxin.engines.sql.render import SIGN_FUNCTION

_Terms = tuple[tuple[int, tuple[int, ...]], ...]


def sign(shape: str, values: list[int]) -> int:
    """The sign of a polynomial.

    Parameters
    ----------
    shape : terms joined by ``;``, each a coefficient and positions in `values` joined by ``:``
    values : the integers

    Returns
    -------
    -1, 0 or 1
    """
    total = sum(coefficient * math.prod(values[k] for k in places) for coefficient, places in _terms(shape))
    return (total > 0) - (total < 0)


@lru_cache(maxsize=256)
def _terms(shape: str) -> _Terms:
    split = (term.split(":") for term in shape.split(";"))
    return tuple((int(head), tuple(map(int, places))) for head, *places in split)


def exact_sign(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the function known to a connection, once."""
    with suppress(duckdb.NotImplementedException):  # a second function of one name
        connection.create_function(SIGN_FUNCTION, sign, [VARCHAR, duckdb.list_type(HUGEINT)], TINYINT)
