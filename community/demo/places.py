"""The three fictional libraries of the demo, and the places in them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A branch: its town, where it stands, and its rooms with how many fit in."""

    town: str
    street: str
    postcode: str
    municipality: str
    district: str
    latitude: float
    longitude: float
    rooms: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class Town:
    """A library organisation of the demo."""

    slug: str
    name: str
    welcome: str
    phone: str
    email: str
    accent: tuple[str, str]
    places: tuple[Place, ...]


NETWORK = ("oostenwind", "Steunpunt Oostenwind")

VECHTDAL = Town(
    slug="vechtdal",
    name="Bibliotheek Vechtdal",
    welcome="Schuif aan, er is een stoel vrij.",
    phone="0529 00 00 00",
    email="vechtdal@example.org",
    accent=("#1a5a4a", "#86cdb6"),
    places=(
        Place(
            "Ommen", "Kerkstraat 12", "7731 AA", "Ommen", "Centrum", 52.5206, 6.4211,
            (("Leeszaal", 48, "op de begane grond"), ("Leestafel", 16, "naast de kranten"),
             ("Bovenkamer", 14, "op de eerste verdieping, met lift")),
        ),
        Place(
            "Dalfsen", "Raadhuisplein 3", "7721 AX", "Dalfsen", "Dalfsen-Midden", 52.5117, 6.2565,
            (("Kleine zaal", 24, "achter de balie"), ("Tuinkamer", 12, "aan de tuinzijde")),
        ),
        Place(
            "Hardenberg", "Badhuisweg 40", "7772 XA", "Hardenberg", "Baalder", 52.5759, 6.6194,
            (("Werkplaats", 20, "links van de ingang"),
             ("Bovenzaal", 30, "op de tweede verdieping"),
             ("Podium", 120, "in de grote hal")),
        ),
        Place(
            "Gramsbergen", "De Esch 2", "7783 CA", "Hardenberg", "Gramsbergen", 52.6110, 6.6732,
            (("Huiskamer", 18, "bij de ingang"), ("Voorleeshoek", 25, "tussen de prentenboeken")),
        ),
    ),
)  # fmt: skip

ZUIDPOLDER = Town(
    slug="zuidpolder",
    name="Bibliotheek Zuidpolder",
    welcome="Kom binnen, er wordt al gepraat.",
    phone="0113 00 00 00",
    email="zuidpolder@example.org",
    accent=("#8c2f39", "#f2a7ab"),
    places=(
        Place(
            "Polderhaven", "Havenkade 8", "4421 ZA", "Zuidpolder", "Haven", 51.4800, 3.9500,
            (("Zeezaal", 60, "op de begane grond"), ("Kaartenkamer", 12, "boven de haven")),
        ),
        Place(
            "Nieuwland", "Dorpsweg 21", "4424 ZB", "Zuidpolder", "Nieuwland", 51.5100, 3.8800,
            (("Dorpskamer", 20, "naast de school"),),
        ),
    ),
)  # fmt: skip

DE_WAARDEN = Town(
    slug="de-waarden",
    name="Bibliotheek De Waarden",
    welcome="Wat weet jij dat een ander zoekt?",
    phone="0344 00 00 00",
    email="waarden@example.org",
    accent=("#2f4a9c", "#aebcf4"),
    places=(
        Place(
            "Waardenburcht", "Marktplein 1", "4004 ZA", "De Waarden", "Binnenstad", 51.8900, 5.4300,
            (("Raadzaal", 80, "in het oude stadhuis"), ("Schrijverskamer", 10, "op zolder")),
        ),
        Place(
            "Veerdorp", "Veerweg 5", "4011 ZC", "De Waarden", "Veerdorp", 51.9100, 5.3900,
            (("Veerhuis", 30, "aan de dijk"),),
        ),
    ),
)  # fmt: skip

TOWNS = (VECHTDAL, ZUIDPOLDER, DE_WAARDEN)

#: Villages that a city-size demo adds, so that 10,000 gatherings have somewhere to be.
MORE_VILLAGES = (
    "Lemele", "Beerzerveld", "Vilsteren", "Witharen", "Nieuwleusen", "Lemelerveld", "Oudleusen",
    "Hoonhorst", "Bergentheim", "Mariënberg", "Slagharen", "Dedemsvaart", "Balkbrug", "Lutten",
    "Sibculo", "Kloosterhaar", "De Krim", "Ane", "Radewijk", "Stegeren", "Dalmsholte",
)  # fmt: skip


def village(index: int, name: str) -> Place:
    """A small branch in a village, somewhere around the river."""
    return Place(
        name, f"Dorpsstraat {10 + index}", f"77{30 + index} ZZ", "Hardenberg", name,
        round(52.48 + 0.006 * index, 4), round(6.25 + 0.02 * index, 4),
        (("Dorpskamer", 24, "bij de ingang"), ("Leeshoek", 14, "achterin")),
    )  # fmt: skip
