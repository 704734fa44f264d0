"""The exact sign beyond 128 bits, and that it is asked for near the line only."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.engines.duckdb import sign as module
from gaoxin.engines.duckdb.sign import exact_sign, sign
from gaoxin.engines.sql.cte import text
from gaoxin.engines.sql.render import SIGN_FUNCTION, render
from tests.agreement.single import condition, judged

MOST = {"unit": "元", "decimals": 2, "digits": 18}
HALF = 4 * 10**17 + 12345678901


@pytest.mark.parametrize(
    ("shape", "values", "expected"),
    [
        ("1:0:0:0;-8:1:1:1", [2 * HALF, HALF], 0),
        ("1:0:0:0;-8:1:1:1", [2 * HALF + 1, HALF], 1),
        ("1:0:0:0;-8:1:1:1", [2 * HALF - 1, HALF], -1),
        ("-1:0", [5], -1),
        ("7", [], 7 > 0),
        ("1:0;-1", [1], 0),
    ],
)
def test_the_sign_of_a_polynomial(shape: str, values: list[int], expected: int):
    assert sign(shape, values) == expected


@pytest.mark.slow
@given(values=st.lists(st.integers(-(10**18), 10**18), min_size=2, max_size=2), shift=st.integers(-1, 1))
def test_it_is_that_of_python(values: list[int], shift: int):
    x, y = values
    exact = x**4 - 3 * x**2 * y**2 + shift
    assert sign(f"1:0:0:0:0;-3:0:0:1:1;{shift}", values) == (exact > 0) - (exact < 0)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """Give what the function was asked, while a test runs."""
    asked: list[list[int]] = []

    def counted(shape: str, values: list[int]) -> int:
        asked.append(values)
        return sign(shape, values)

    monkeypatch.setattr(module, "sign", counted)
    return asked


@pytest.mark.parametrize(
    ("w", "v", "holds", "asked"),
    [
        (2 * HALF, HALF, True, 1),
        (2 * HALF + 1, HALF, True, 1),
        (2 * HALF - 1, HALF, False, 1),
        (2 * HALF + 10**9, HALF, True, 0),
        (2 * HALF - 10**9, HALF, False, 0),
        (1, HALF, False, 0),
        (-1, 5, False, 0),
        (0, 0, True, 1),
    ],
)
def test_it_is_asked_near_the_line_only(calls: list[list[int]], w: int, v: int, holds: bool, asked: int):
    """A thousand million parts of 10^18 are far enough for doubles; one is not."""
    expr = condition(judged("w * w * w >= 8 * v * v * v", w=MOST, v=MOST))
    with duckdb.connect() as connection:
        exact_sign(connection)
        connection.execute("CREATE TABLE t AS SELECT ?::BIGINT AS w, ?::BIGINT AS v", [w, v])
        assert connection.execute(f"SELECT {text(render(expr))} FROM t").fetchall() == [(holds,)]
    assert len(calls) == asked


def test_a_connection_knows_it_once():
    with duckdb.connect() as connection:
        exact_sign(connection)
        exact_sign(connection)
        assert connection.execute(f"SELECT {SIGN_FUNCTION}('1:0', [-3::HUGEINT])").fetchall() == [(-1,)]
