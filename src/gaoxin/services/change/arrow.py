"""Arrow, whose stubs do not know all that it can do."""

from __future__ import annotations

from typing import Any

import pyarrow

pa: Any = pyarrow
