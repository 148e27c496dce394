"""`make guides`: the pictures in `docs/guides/`, taken anew of the demo town."""

from __future__ import annotations

import sys

import pytest

TAKE = "tests/browser/guide_pictures.py"

if __name__ == "__main__":
    sys.exit(pytest.main([TAKE, "-q", "-n0", "--timeout", "600"]))
