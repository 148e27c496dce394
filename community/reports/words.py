"""The words of the national statistics: Dutch whoever asks."""

from __future__ import annotations

#: The columns of the national statistics, in this order and by these names (MEETLAT.md, Reports).
COLUMNS = (
    "jaar", "organisatie", "locatie", "kernfunctie", "thema", "vorm", "wijze", "doelgroep",
    "aantal_activiteiten", "aantal_deelnemers", "waarvan_geschat",
    "toegankelijk_zonder_lidmaatschap",
)  # fmt: skip

ELSEWHERE = "buiten de vestigingen"
ONLINE = "online"
YES, NO = "ja", "nee"
