"""What looks like a person in a note, and what does not."""

from __future__ import annotations

import pytest

from community.logbook.persons import Trace, traces_in

PERSONS = [
    ("Bel haar terug op 06 12345678.", [Trace.PHONE]),
    ("Haar nummer is 0529-12 34 56, na zessen", [Trace.PHONE]),
    ("Nummer 0529-123456", [Trace.PHONE]),
    ("+31 6 12 34 56 78 is van zijn dochter", [Trace.PHONE]),
    ("Mail naar noor.bakker@example.org", [Trace.MAIL]),
    ("Mevrouw Jansen van Dorpsstraat 12", [Trace.ADDRESS, Trace.NAME]),
    ("Woont op 7731 AB", [Trace.ADDRESS]),
    ("dhr. van der Veen zoekt een taalmaatje", [Trace.NAME]),
    ("Dinsdag 03-03-2026 om 14.00 uur waren er 12 mensen.", []),
    ("In 2026 wil de gemeente 1500 woningen bouwen.", []),
    ("Op de markt 3 keer gevraagd naar het repaircafé", []),
    ("Een mevrouw vroeg naar de leesclub", []),
    ("Boek 978 90 123 4567 8 besteld", []),
]


@pytest.mark.parametrize(("text", "traces"), PERSONS)
def test_what_leads_to_somebody_is_seen(text, traces):
    assert traces_in(text) == traces
