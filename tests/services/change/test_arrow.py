"""Arrow as it is, whatever its stubs know."""

import pyarrow

from gaoxin.services.change import arrow


def test_it_is_arrow():
    assert arrow.pa is pyarrow
