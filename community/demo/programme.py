"""What a library does in a year: the regular things and the once-only ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from community.gatherings.kinds import (
    Audience,
    CoreFunction,
    Eligibility,
    Initiator,
    Kind,
    Mode,
    SignUpMode,
    Visibility,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that comes back every `weeks`, under one of its `titles` in turn."""

    kind: Kind
    titles: tuple[str, ...]
    summary: str
    themes: tuple[str, ...]
    at: tuple[int, int]  #: Which place of the town, which room of that place.
    when: tuple[int, str, int]  #: Weekday from Monday = 0, wall-clock time, minutes.
    weeks: int
    capacity: int | None = None
    text: str = ""
    #: Columns that differ from what the kind says.
    facts: Mapping[str, object] = field(default_factory=dict)
    #: The week, counted from now, in which it takes place; None: spread over the weeks.
    phase: int | None = None
    interest: float = 0.7  #: The part of the seats that is usually taken; above 1, people wait.


_WALK_IN = {"sign_up_mode": SignUpMode.NONE}

REGULAR = (
    Entry(
        Kind.LANGUAGE_CAFE, ("Taalcafé: praat mee in het Nederlands",),
        "Voor wie Nederlands leert. Koffie is er.", ("nederlands-taal", "talen-culturen"),
        (0, 1), (0, "10:00", 90), 2,
        text="We praten aan kleine tafels over gewone dingen: boodschappen, school, het weer. "
        "Fouten maken mag. **Je hoeft je niet aan te melden.**",
    ),
    Entry(
        Kind.DROP_IN, ("Open tafel: nieuws van de week",), "Krant en koffie erbij.",
        ("democratie-buurt",), (0, 1), (5, "11:00", 60), 2,
        text="Neem een bericht mee dat je niet losliet. Of kom luisteren.",
    ),
    Entry(
        Kind.STORYTIME, ("Voorlezen met de prentenboekenkast", "Voorlezen: verhalen van ver weg"),
        "Voor kinderen van 3 tot 6 jaar, met een grote mee.", ("lezen-literatuur",),
        (3, 1), (2, "14:30", 45), 2,
    ),
    Entry(
        Kind.READING_GROUP, ("Leesclub Nieuwe buren",),
        "Een boek per maand, geschreven door iemand die hier kwam wonen.",
        ("lezen-literatuur", "talen-culturen"), (1, 0), (0, "19:30", 90), 4, 12, interest=1.2,
        text="We lenen het boek uit bij de balie in Dalfsen. Lees zo ver als je komt.",
    ),
    Entry(
        Kind.REPAIR, ("Repaircafé: fiets en fietslicht", "Repaircafé: kleding en knopen",
                      "Repaircafé: lampen en kleine apparaten"),
        "Neem mee wat stuk is. Je repareert het samen.", ("techniek-reparatie", "duurzaam-wonen"),
        (2, 0), (2, "13:00", 120), 4, 14,
        facts={"bring": "Wat stuk is, en als je ze hebt: de losse onderdelen.",
               "initiator": Initiator.GROUP}, interest=0.5,
    ),
    Entry(
        Kind.CONSULTATION, ("Spreekuur DigiD en telefoon",),
        "Iemand kijkt rustig met je mee.", ("digitaal",), (0, 2), (3, "09:30", 120), 4,
        facts={"bring": "Je telefoon of tablet, en je wachtwoorden als je ze weet."},
    ),
    Entry(
        Kind.DROP_IN, ("Breigroep De Steek",), "De groep doet het zelf. Nieuwe handen zijn welkom.",
        ("textiel-handwerk",), (0, 1), (1, "19:30", 120), 4, facts={"initiator": Initiator.GROUP},
    ),
    Entry(
        Kind.CONVERSATION,
        ("Wereldcafé: zo helpen we elkaar de winter door", "Wereldcafé: wat maakt een straat fijn?",
         "Wereldcafé: wie zorgt er voor wie?", "Wereldcafé: jong en oud aan één tafel"),
        "Acht tafels, drie rondes, één vraag per ronde. Je komt om te praten en te luisteren.",
        ("democratie-buurt", "zorg-steun"), (0, 0), (2, "14:00", 150), 4, 48,
        phase=1, interest=0.95,
        text="Een koude maand, een hoge rekening, een stille straat. Wat doen we al voor elkaar? "
        "En wat durven we te vragen?\n\nJe praat in drie rondes, steeds aan een andere tafel. "
        "Aan elke tafel zit een gastheer die opschrijft wat er wordt gezegd. "
        "De deur is open vanaf 13.45 uur, met koffie en thee.",
        facts={"bring": "Een warm kledingstuk met een verhaal. En als je wilt: een vraag."},
    ),
    Entry(
        Kind.CONVERSATION,
        ("Socratisch gesprek: wat ben je een ander schuldig?",
         "Socratisch gesprek: wanneer is genoeg genoeg?", "Socratisch gesprek: wat is thuis?"),
        "Eén vraag, anderhalf uur, en niemand hoeft gelijk te krijgen.", ("denken-debat",),
        (2, 1), (3, "19:30", 120), 4, 12, interest=1.2,
        facts={"sign_up_mode": SignUpMode.HERE, "audience": Audience.ADULTS},
    ),
    Entry(
        Kind.WORKSHOP,
        ("Foto’s van je telefoon op orde", "Veilig online: wat klopt hier niet?",
         "Videobellen met je kleinkinderen", "Je eigen verhaal opnemen"),
        "In kleine groepen, op je eigen apparaat.", ("digitaal",), (1, 1), (1, "10:00", 120), 4, 10,
        facts={"bring": "Je eigen telefoon of tablet, opgeladen."}, interest=0.8,
    ),
)  # fmt: skip

NOW_AND_THEN = (
    Entry(
        Kind.CONVERSATION, ("Levende boeken: ik begon opnieuw", "Levende boeken: mijn eerste baan"),
        "Lees een mens: zes verhalen van 20 minuten.", ("schrijven-verhalen",),
        (1, 0), (1, "10:00", 90), 8, 24, interest=0.5,
    ),
    Entry(
        Kind.CONVERSATION,
        ("Dialoog: ouder worden in het dorp", "Dialoog: wonen in een klein dorp"),
        "Vier rondes aan tafel, van kennismaken tot doen.", ("zorg-steun", "democratie-buurt"),
        (3, 0), (2, "13:30", 90), 8, 16, facts={"audience": Audience.OLDER}, interest=0.6,
    ),
    Entry(
        Kind.CONVERSATION, ("Open tafel: energie besparen in een oud huis",),
        "Buren vertellen wat werkte.", ("duurzaam-wonen",), (0, 0), (2, "20:00", 90), 8, 16,
        interest=0.3, facts={"initiator": Initiator.RESIDENT},
    ),
    Entry(
        Kind.LECTURE, ("De Vecht vroeger en straks", "Oorlogsherinneringen uit het dorp",
                       "Sterren kijken vanaf de Lemelerberg"),
        "Een avond met beelden, en tijd voor vragen.", ("lokale-geschiedenis", "tuin-natuur"),
        (2, 2), (4, "20:00", 105), 8, 120, interest=0.55, facts={"cost": "5 euro"},
    ),
    Entry(
        Kind.COURSE, ("Klik en tik: de computer leren kennen", "Levensverhaal schrijven"),
        "Vijf ochtenden, in je eigen tempo.", ("digitaal", "schrijven-verhalen"),
        (0, 2), (4, "09:30", 120), 8, 8, interest=1.2, facts={"cost": "25 euro, gratis voor leden"},
    ),
    Entry(
        Kind.WORKSHOP,
        ("Brood bakken met buren", "Inmaken en fermenteren", "Zuurdesem voor beginners"),
        "Je gaat met iets eetbaars naar huis.", ("koken-voeding",),
        (3, 0), (5, "10:00", 150), 8, 12,
        facts={"cost": "7,50 euro", "initiator": Initiator.RESIDENT}, interest=0.9,
    ),
    Entry(
        Kind.WORKSHOP, ("Stekken ruilen", "Snoeien kun je leren", "Vogels herkennen in je tuin"),
        "Buiten als het kan, binnen als het regent.", ("tuin-natuur",),
        (1, 1), (5, "14:00", 90), 8, 15,
        interest=0.4,
    ),
    Entry(
        Kind.EXHIBITION,
        ("Foto’s van het Vechtdal", "Geborduurde verhalen", "Werk van eigen bodem"),
        "Te zien zolang de bibliotheek open is.", ("beeld-kunst",), (2, 2), (0, "10:00", 420), 8,
    ),
    Entry(
        Kind.CELEBRATION,
        ("Midwinterlezen met soep", "Feest van de vertellers", "Nieuwjaar aan de leestafel"),
        "Iedereen is welkom, ook als je niemand kent.", ("lezen-literatuur", "muziek-podium"),
        (0, 0), (6, "15:00", 150), 8,
    ),
    Entry(
        Kind.LECTURE, ("Kunstmatige intelligentie zonder moeilijke woorden",),
        "Vanuit huis te volgen, met vragen via de chat.", ("maken-programmeren",),
        (0, 0), (2, "20:00", 75), 8, 200, interest=0.2,
        facts={"mode": Mode.ONLINE, "online_url": "https://meedoen.example.org/zaal"},
    ),
    Entry(
        Kind.CONVERSATION, ("Praten over rouw", "Praten over mantelzorg"),
        "In een kleine, vaste kring. Wat er wordt gezegd blijft daar.", ("zorg-steun",),
        (1, 1), (3, "10:00", 120), 8, 8, interest=0.6, facts={"is_sensitive": True},
    ),
    Entry(
        Kind.CONSULTATION, ("Spreekuur geld en formulieren",), "Iemand helpt je op weg. Gratis.",
        ("geld-recht",), (2, 1), (1, "13:00", 120), 8,
        facts={"is_sensitive": True, "initiator": Initiator.PARTNER},
    ),
    Entry(
        Kind.CONVERSATION, ("Gastherenavond: zo leid je een tafelgesprek",),
        "Alleen voor gastheren, met een uitnodiging.", ("denken-debat",),
        (0, 2), (1, "19:30", 120), 8, 16, interest=0.7,
        facts={"sign_up_mode": SignUpMode.INVITATION, "visibility": Visibility.LINK},
    ),
    Entry(
        Kind.CELEBRATION, ("Schrijver op bezoek: een avond op het podium",),
        "Kaarten via het theater.", ("lezen-literatuur",), (2, 2), (5, "20:00", 120), 8,
        facts={"sign_up_mode": SignUpMode.ELSEWHERE, "cost": "12,50 euro",
               "elsewhere_url": "https://kaarten.example.org/schrijver",
               "core_function": CoreFunction.ARTS},
    ),
    Entry(
        Kind.READING_GROUP, ("Leeskring voor wie al vaker kwam",),
        "Voor wie een account heeft. We kiezen samen het volgende boek.", ("lezen-literatuur",),
        (0, 2), (3, "14:00", 90), 8, 10, interest=0.6,
        facts={"eligibility": Eligibility.SIGNED_IN, "visibility": Visibility.SIGNED_IN},
    ),
    Entry(
        Kind.DROP_IN, ("Taal in de wijk: الحديث معًا, praten in twee talen",),
        "Arabisch en Nederlands door elkaar.", ("talen-culturen",), (2, 0), (4, "10:00", 90), 8,
        facts={**_WALK_IN, "language": "ar"},
    ),
)  # fmt: skip

PROGRAMME = REGULAR + NOW_AND_THEN
