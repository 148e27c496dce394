"""The desk greets by the hour on the wall."""

from __future__ import annotations

import pytest
from flask_babel import force_locale

from community.desk.labels import greeting


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (0, "Goedenavond"),
        (4, "Goedenavond"),
        (5, "Goedemorgen"),
        (11, "Goedemorgen"),
        (12, "Goedemiddag"),
        (17, "Goedemiddag"),
        (18, "Goedenavond"),
    ],
)
def test_who_works_early_is_wished_a_good_morning(app, hour, said):
    with app.test_request_context("/"), force_locale("nl"):
        assert greeting("Bas", hour) == f"{said}, Bas"
