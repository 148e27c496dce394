"""The words of the national statistics: Dutch whoever asks, the functions as the law has them."""

from __future__ import annotations

from community.gatherings.kinds import CoreFunction

FUNCTIONS = {
    CoreFunction.KNOWLEDGE: "kennis en informatie",
    CoreFunction.EDUCATION: "ontwikkeling en educatie",
    CoreFunction.READING: "lezen en literatuur",
    CoreFunction.MEETING: "ontmoeting en debat",
    CoreFunction.ARTS: "kunst en cultuur",
}

#: The columns of the national statistics, in this order and by these names (MEETLAT.md, Reports).
COLUMNS = (
    "jaar", "organisatie", "locatie", "kernfunctie", "thema", "vorm", "wijze", "doelgroep",
    "aantal_activiteiten", "aantal_deelnemers", "waarvan_geschat",
    "toegankelijk_zonder_lidmaatschap",
)  # fmt: skip

ELSEWHERE = "buiten de vestigingen"
ONLINE = "online"
YES, NO = "ja", "nee"

#: What is counted, as every report says it.
ACTIVITY = """\
Een activiteit is iets wat de bibliotheek organiseert, alleen of met anderen. De activiteit heeft \
een eigen moment en een eigen plek, en heeft plaatsgevonden. Van een reeks telt elke keer apart. \
Wat is geannuleerd, telt niet.
Deelnemers zijn de mensen die er waren, geteld of geschat bij het afronden. Wie vaker komt, telt \
elke keer mee. ‘Waarvan geschat’ is het aantal deelnemers uit schattingen.
Elke activiteit staat in één jaar (dat waarin die eindigde), bij één van de vijf functies van de \
bibliotheekwet en bij één thema: het eerste dat erbij staat.
Deze aantallen staan los van de scores van de meetlat. De meetlat voegt activiteiten samen die \
dubbel zijn ingevoerd. Hier telt elke activiteit zoals die is afgerond.""".splitlines()
