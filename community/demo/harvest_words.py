"""What conversations in the demo town yielded: the words, by the title of the gathering."""

from __future__ import annotations

from dataclasses import dataclass

from community.conversations.models import Kind

_I, _V, _N, _E, _A, _B = (
    Kind.IDEA, Kind.QUESTION, Kind.INSIGHT, Kind.EXPERIENCE, Kind.AGREEMENT, Kind.SOURCE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """Said at these tables, the first of which wrote it down, in this round.

    Table 0: in the conversation beforehand or afterwards; no table at all: by the librarian.
    """

    kind: Kind
    text: str
    theme: str
    tables: tuple[int, ...]
    round_no: int = 1
    is_quote: bool = False
    #: The title, the address and the ISBN of a book or a page that it names.
    source: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True, slots=True)
class Words:
    question: str
    summary: str
    items: tuple[Item, ...]


_STREET, _CARE, _THINK = "democratie-buurt", "zorg-steun", "denken-debat"
_HOME, _STORY, _WORK = "duurzaam-wonen", "schrijven-verhalen", "werk-ondernemen"

WORDS: dict[str, Words] = {
    "Wereldcafé: zo helpen we elkaar de winter door": Words(
        "Wat heb jij deze winter over, en wat kom je tekort?",
        "Zes tafels, drie rondes. Hulp is er genoeg; vragen blijft het lastige deel.",
        (
            Item(_N, "Iedereen wil wel helpen, maar bijna niemand durft als eerste iets te"
                 " vragen.", _CARE, (1, 3)),
            Item(_I, "Een kaartje met drie vragen in de brievenbus: wat kan ik, wat zoek ik,"
                 " wanneer ben ik thuis?", _CARE, (2,)),
            Item(_I, "Op woensdag soep in de bibliotheek, zonder dat je ergens voor hoeft te"
                 " komen.", _CARE, (1,), 2),
            Item(_E, "Toen mijn verwarming stuk was, zat ik twee avonden bij de buren. We doen"
                 " het nu elke donderdag.", _STREET, (4,), 2, True),
            Item(_V, "Hoe bereik je de mensen die niet naar een avond als deze komen?",
                 _STREET, (2, 4), 2),
            Item(_A, "We maken een lijst van wie in Ommen een steekwagen, een ladder of een"
                 " aanhanger wil uitlenen.", _STREET, (3,), 3),
            Item(_B, "De huisarts houdt een lijst bij van mensen die graag bezoek krijgen. Wie"
                 " meedoet, meldt zich bij de balie.", _CARE, (0,), 3),
        ),
    ),
    "Socratisch gesprek: wanneer is genoeg genoeg?": Words(
        "Wanneer is genoeg genoeg?",
        "",
        (
            Item(_N, "Genoeg is geen hoeveelheid, maar een moment waarop je ophoudt met"
                 " vergelijken.", _THINK, (1,)),
            Item(_N, "Wie weinig heeft gehad, vertrouwt 'genoeg' niet snel.", _THINK, (1,)),
            Item(_V, "Kan een ander zien dat jij genoeg hebt, voordat je het zelf ziet?",
                 _THINK, (1,), 2),
            Item(_E, "Ik ben een dag minder gaan werken. Het geld mis ik niet, de gesprekken bij"
                 " de koffie wel.", _WORK, (1,), 2),
            Item(_N, "Genoeg hebben en tevreden zijn is niet hetzelfde.", _THINK, (1,), 2),
        ),
    ),
    "Dialoog: wonen in een klein dorp": Words(
        "Wat maakt dat je hier wilt blijven?",
        "Twee tafels over blijven, weggaan en terugkomen.",
        (
            Item(_N, "Een dorp is pas klein als er niemand meer bijkomt.", _STREET, (1,)),
            Item(_E, "Ik woonde hier drie jaar voordat iemand mijn naam wist. Nu sta ik achter"
                 " de bar van het dorpshuis.", _STREET, (2,), 1, True),
            Item(_I, "Een welkomstrondje: wie nieuw is, krijgt in de eerste maand een wandeling"
                 " met een buur.", _STREET, (1, 2), 3),
            Item(_V, "Waar moet een jongere van twintig wonen die hier wil blijven?",
                 _HOME, (2,), 2),
            Item(_N, "De bus die verdwijnt is niet het ergste. Het ergste is dat je dan niet"
                 " meer gevraagd wordt.", _CARE, (1,), 2),
            Item(_A, "De twee tafels schrijven samen een brief aan de gemeente over kleine"
                 " huizen bij de oude school.", _STREET, (1, 2), 4),
            Item(_I, "Een bord bij de supermarkt: wie rijdt er naar Zwolle en heeft een plaats"
                 " vrij?", _STREET, (2,), 3),
        ),
    ),
    "Levende boeken: mijn eerste baan": Words(
        "Wat leerde je eerste baas je?",
        "Zes levende boeken, van melkboer tot programmeur.",
        (
            Item(_E, "Op mijn vijftiende bracht ik melk rond. Ik kende elke achterdeur van"
                 " Dalfsen.", _STORY, (0,), 1, True),
            Item(_N, "Bijna iedereen kreeg die eerste baan door een bekende. Wie niemand kent,"
                 " begint dus later.", _WORK, (0,)),
            Item(_I, "Laat leerlingen van de vmbo een levend boek lenen over een vak dat ze niet"
                 " kennen.", _WORK, (0,)),
            Item(_V, "Welke banen van nu vinden we over veertig jaar een verhaal waard?",
                 _WORK, (0,)),
            Item(_A, "Drie boeken komen in april naar het Vechtdal College.", _WORK, ()),
        ),
    ),
    "Wereldcafé: jong en oud aan één tafel": Words(
        "Wat wil jij van iemand leren die veertig jaar van je scheelt?",
        "Scholieren en zeventigers, om en om. Na een half uur stond de koffie koud.",
        (
            Item(_N, "Jongeren denken dat ouderen geen tijd voor ze hebben. Ouderen denken"
                 " precies hetzelfde.", _STREET, (1, 2, 4)),
            Item(_E, "Mijn kleinzoon legde mijn telefoon uit. Ik legde hem uit hoe je een brief"
                 " schrijft die iemand bewaart.", _STORY, (3,), 1, True),
            Item(_I, "Een ruilmiddag: een uur telefoonhulp voor een uur stikken achter de"
                 " naaimachine.", "textiel-handwerk", (2,), 2),
            Item(_I, "Samen koken op vrijdag: de een kiest het recept, de ander het muziekje.",
                 "koken-voeding", (1,), 2),
            Item(_V, "Waarom staat er nergens in het dorp een bank waar beide graag zitten?",
                 _STREET, (4,), 2),
            Item(_N, "Over eenzaamheid praten lukt beter als je er iets bij doet met je handen.",
                 _CARE, (3,), 3),
            Item(_A, "In november is de eerste ruilmiddag, in de bibliotheek van Ommen.",
                 "textiel-handwerk", (2, 3), 3),
            Item(_A, "Het jongerenwerk en de ouderenbond zetten elkaars agenda op hun eigen"
                 " prikbord.", _STREET, (1,), 3),
        ),
    ),
    "Socratisch gesprek: wat ben je een ander schuldig?": Words(
        "Wat ben je een ander schuldig?",
        "Een avond over zorgen, dank en dingen die je niet terug kunt geven.",
        (
            Item(_N, "Wat je uit plicht doet, kan later toch uit liefde blijken te zijn.",
                 _THINK, (1,)),
            Item(_N, "Schuld vraagt om betalen, dank vraagt om doorgeven.", _THINK, (1,), 1, True),
            Item(_E, "Ik heb mijn moeder acht jaar verzorgd. Niemand vroeg of ik dat wilde; ik"
                 " ook niet.", _CARE, (1,), 2),
            Item(_V, "Ben je iets schuldig aan mensen die na jou komen?", _THINK, (1,), 2),
            Item(_I, "Een boek in de kast zetten met een briefje erin voor de volgende lezer.",
                 "lezen-literatuur", (1,), 3),
        ),
    ),
    "Wereldcafé: wie zorgt er voor wie?": Words(
        "Voor wie zorg jij, en wie zorgt er voor jou?",
        "Vijf tafels met mantelzorgers, vrijwilligers, buren en de wijkverpleging.",
        (
            Item(_N, "Wie voor een ander zorgt, noemt zichzelf bijna nooit mantelzorger."
                 " Daardoor komt hulp te laat.", _CARE, (1, 2, 5)),
            Item(_I, "Eén avond in de maand waarop iemand anders even blijft, zodat je weg kunt.",
                 _CARE, (2, 4), 2),
            Item(_E, "Ik vroeg de buurvrouw om één boodschap. Nu eet ze op dinsdag mee, en dat"
                 " is voor ons allebei beter.", _STREET, (3,), 1, True),
            Item(_V, "Mag je zeggen dat je het niet meer volhoudt, als de ander erbij zit?",
                 _CARE, (1,), 2),
            Item(_N, "De wijkverpleging ziet het eerst wie omvalt. Maar ze weet niet wie er in"
                 " de straat wil helpen.", _CARE, (5,), 2),
            Item(_A, "De wijkverpleging en de bibliotheek maken samen een kaart: wie kun je hier"
                 " bellen, ook voor iets kleins?", _CARE, (4, 5), 3),
            Item(_I, "Een logeerbed in het dorp, voor één nacht rust.", _CARE, (2,), 3),
            Item(_B, "Het Steunpunt Mantelzorg heeft een gids met alles wat je hier kunt"
                 " aanvragen. Hij ligt bij de balie.", _CARE, (0,),
                 source=("Gids voor mantelzorgers", "https://steunpunt.example.org/gids", "")),
            Item(_B, "Iemand las ons hieruit voor, en het werd stil.", _CARE, (0,),
                 source=("Wie zorgt voor wie", "", "9789021400006")),
            Item(_B, "Op dezelfde plank staat meer over zorgen voor een ander.", _CARE, ()),
        ),
    ),
    "Open tafel: energie besparen in een oud huis": Words(
        "Wat deed jij het eerst aan je huis, en zou je dat weer doen?",
        "Acht huizen van voor 1940, en wat er met weinig geld kan.",
        (
            Item(_E, "Radiatorfolie en tochtstrips: een middag werk, en de woonkamer was twee"
                 " graden warmer.", _HOME, (1,)),
            Item(_N, "Begin bij de kieren en het dak. Een warmtepomp in een tochtig huis is een"
                 " dure kachel.", _HOME, (1,), 1, True),
            Item(_V, "Hoe isoleer je een muur zonder spouw zonder dat hij gaat schimmelen?",
                 _HOME, (1,)),
            Item(_I, "Samen glas bestellen met de hele straat: dat scheelde aan de Stationsweg"
                 " een derde.", _HOME, (1,), 2),
            Item(_A, "Henk leent zijn warmtecamera uit. Reserveren kan bij de balie.",
                 _HOME, (1,), 2),
        ),
    ),
    "Dialoog: ouder worden in het dorp": Words(
        "Hoe wil je hier over vijftien jaar wonen?",
        "Een middag over trappen, buren en de laatste bus.",
        (
            Item(_N, "De meeste mensen willen niet kleiner wonen, maar dichter bij elkaar.",
                 _HOME, (1,)),
            Item(_E, "We ruilden van huis met een jong gezin in de straat. De sleutels hingen"
                 " binnen een maand om.", _HOME, (2,), 1, True),
            Item(_I, "Een hofje op de plek van de oude gymzaal, met een werkplaats in het"
                 " midden.", _STREET, (1, 2), 3),
            Item(_V, "Wie belt er aan als je gordijn dicht blijft?", _CARE, (2,), 2),
            Item(_N, "Hulp aannemen leer je voordat je het nodig hebt, of nooit.", _CARE, (1,), 2),
            Item(_A, "Vijf mensen gaan samen kijken bij het hofje in Hardenberg, en vertellen er"
                 " hier over.", _STREET, (1,), 4),
        ),
    ),
    "Levende boeken: ik begon opnieuw": Words(
        "Wat liet je achter, en wat nam je mee?",
        "Vijf verhalen over een nieuw land, een nieuw vak en een nieuw begin.",
        (
            Item(_E, "Ik was tandarts in Homs. Hier begon ik met brood bezorgen. Ik leerde de"
                 " straten eerder dan de woorden.", _STORY, (0,)),
            Item(_N, "Opnieuw beginnen lukt beter als iemand je vraagt wat je kunt, en niet wat"
                 " je mist.", _WORK, (0,)),
            Item(_V, "Waarom duurt het zo lang voor een diploma telt?", _WORK, (0,)),
        ),
    ),
    "Wereldcafé: wat maakt een straat fijn?": Words(
        "Wat maakt een straat fijn?",
        "Vier tafels met bewoners van zeven straten.",
        (
            Item(_N, "Een fijne straat heeft één plek waar je zonder reden kunt staan: een bank,"
                 " een hek, een boom.", _STREET, (1, 4)),
            Item(_I, "Geveltuinen: de gemeente haalt één rij tegels weg, de straat plant.",
                 "tuin-natuur", (2,), 2),
            Item(_I, "Eén keer per jaar de auto’s weg en de tafels naar buiten.",
                 _STREET, (1, 3), 2),
            Item(_E, "Sinds wij op zaterdag de stoep vegen, groet de overkant terug.",
                 _STREET, (3,), 1, True),
            Item(_V, "Van wie is de stoep: van de gemeente of van wie er woont?", _STREET, (4,), 2),
            Item(_N, "Kinderen kennen de hele straat. Volwassenen kennen hun eigen kant.",
                 _STREET, (2,), 3),
            Item(_A, "Drie straten vragen samen een speelstraat aan voor de zomer.",
                 _STREET, (1, 3), 3),
        ),
    ),
}  # fmt: skip

#: Written down at the last evening for hosts; nobody made a harvest of it yet.
NOT_YET = "Gastherenavond: zo leid je een tafelgesprek"
NOTED: tuple[Item, ...] = (
    Item(_N, "Een stilte van tien seconden is geen probleem. Tel ze maar.", _THINK, (1,)),
    Item(_N, "Stilte is geen probleem: tel tot tien.", _THINK, (2,)),
    Item(_I, "Leg een voorwerp op tafel. Wie het vasthoudt, praat.", _THINK, (1,), 2),
    Item(_V, "Wat doe je als iemand gaat huilen?", _CARE, (2,), 2),
    Item(_A, "We komen elke maand een uur bij elkaar om te oefenen.", _THINK, (1,), 3),
)
