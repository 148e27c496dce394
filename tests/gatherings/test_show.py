"""One gathering's page: what it says, and to whom."""

from __future__ import annotations

import pytest

from community.clock import now
from community.gatherings import invitations
from community.gatherings.kinds import SignUpMode, Visibility
from community.gatherings.models import GatheringStatus
from tests.factories import (
    a_branch,
    a_gathering,
    a_host_of,
    a_librarian,
    a_library,
    a_member,
    a_picture,
    a_room,
)
from tests.gatherings.reading import AGENDA, links, page_of, words


@pytest.fixture(autouse=True)
def library(app):
    return a_library("vechtdal")


def test_the_page_of_a_gathering_says_all_there_is_to_know(client):
    branch = a_branch(
        place="Dalfsen", street="Raadhuisplein 3", postcode="7721 AX", accessibility="Lift."
    )
    room = a_room(branch, "Tuinkamer", directions="aan de tuinzijde")
    gathering = a_gathering(
        "Repair Café", branch_id=branch.id, room_id=room.id, summary="Samen repareren.",
        text="## Zo gaat het\n\n- *Eerst* koffie", bring="Iets kapots.", cost="€ 2,50",
        accessibility="Ringleiding.", language="ar", open_to_non_members=False,
    )  # fmt: skip
    a_host_of(gathering, "Hanna")
    page = client.get(page_of(gathering)).text
    read = words(page)
    for said in (
        "Gesprek, met Hanna", "14.00 tot 16.00 uur", "Samen repareren.",
        "Bibliotheek Dalfsen, Tuinkamer aan de tuinzijde. Raadhuisplein 3, 7721 AX Dalfsen.",
        "€ 2,50", "Voor leden van de bibliotheek.", "Iets kapots.", "Arabisch",
        "Ringleiding. Lift.",
    ):  # fmt: skip
        assert said in read, said
    assert "<h4>Zo gaat het</h4>" in page
    assert links(page)["Route"].startswith(
        "https://www.openstreetmap.org/search?query=Raadhuisplein"
    )
    assert links(page)["Terug naar de agenda"] == AGENDA
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{page_of(gathering)}">' in page
    assert '<meta property="og:title" content="Repair Café">' in page


def test_a_picture_shows_with_its_words(client):
    picture = a_picture(alt="Een kapotte lamp")
    page = client.get(page_of(a_gathering(picture_id=picture.id))).text
    assert 'alt="Een kapotte lamp"' in page
    assert '<meta property="og:image" content="http://127.0.0.1:8000/' in page
    assert "icons/card.png" not in page
    assert "Wat we gaan doen" not in page


def test_without_a_picture_who_passes_it_on_passes_on_the_houses_own(client):
    page = client.get(page_of(a_gathering())).text
    assert page.count('property="og:image"') == 1
    assert (
        '<meta property="og:image" content="http://127.0.0.1:8000/static/icons/card.png">' in page
    )
    assert client.get("/static/icons/card.png").mimetype == "image/png"


def test_a_place_on_the_map_is_a_pin(client):
    branch = a_branch(place="Dalfsen", latitude=52.5123, longitude=6.2567)
    page = client.get(page_of(a_gathering(branch_id=branch.id))).text
    assert links(page)["Route"] == (
        "https://www.openstreetmap.org/?mlat=52.51230&mlon=6.25670#map=17/52.51230/6.25670"
    )


def test_an_old_title_leads_to_the_present_address(client):
    gathering = a_gathering("Repair Café")
    for old in (f"{AGENDA}/{gathering.id}-oude-titel", f"{AGENDA}/{gathering.id}"):
        answer = client.get(f"{old}?taal=en&x=1")
        assert (answer.status_code, answer.headers["Location"]) == (
            301,
            f"{page_of(gathering)}?taal=en",
        )


@pytest.mark.parametrize(
    ("mode", "taken", "says"),
    [
        (SignUpMode.NONE, 0, "loop gewoon binnen"),
        (SignUpMode.HERE, 3, "doen mee"),
        (SignUpMode.HERE, 0, None),
        (SignUpMode.ELSEWHERE, 0, None),
        (SignUpMode.INVITATION, 0, None),
    ],
)
def test_only_where_one_walks_in_the_ring_says_so(client_of, client, mode, taken, says):
    gathering = a_gathering(
        capacity=None, sign_up_mode=mode, taken=taken, elsewhere_url="https://example.org/"
    )
    desk = f"/vechtdal/beheer/activiteiten/{gathering.id}"
    for page in (client.get(page_of(gathering)).text, client_of(a_librarian()).get(desk).text):
        assert ("kk-kring--l" in page) is (says is not None)
        assert says is None or says in page


def test_a_cancelled_one_says_why_before_anything_else(client):
    gathering = a_gathering(status=GatheringStatus.CANCELLED, cancel_reason="De zaal staat blank.")
    read = words(client.get(page_of(gathering)).text)
    assert "Deze activiteit gaat niet door. De zaal staat blank." in read


@pytest.mark.parametrize("address", ["999999-x", "0-x", "99999999999999999999999-x", "abc"])
def test_what_is_not_there_is_a_calm_404(client, address):
    answer = client.get(f"{AGENDA}/{address}")
    assert answer.status_code == 404
    assert "We kunnen deze pagina niet vinden" in answer.text


def test_a_link_only_gathering_opens_with_its_link_and_is_not_indexed(app, client):
    gathering = a_gathering("Achter de deur", visibility=Visibility.LINK)
    token = invitations.token_for(gathering, key=app.config["SECRET_KEY"])
    assert client.get(page_of(gathering)).status_code == 404
    answer = client.get(f"{page_of(gathering)}?uitnodiging={token}")
    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "no-store"
    old = client.get(f"{AGENDA}/{gathering.id}-oud?uitnodiging={token}")
    assert old.headers["Location"] == f"{page_of(gathering)}?uitnodiging={token}"


def test_a_draft_is_seen_by_who_works_here_and_says_so(client_of, client, library):
    draft = a_gathering("Plan", status=GatheringStatus.DRAFT, published_at=None)
    assert client.get(page_of(draft)).status_code == 404
    assert client_of(a_member()).get(page_of(draft)).status_code == 404
    answer = client_of(a_librarian()).get(page_of(draft))
    assert "Concept: alleen de bibliotheek ziet deze pagina." in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_what_only_signed_in_people_see_is_in_their_agenda_alone(client, client_of):
    gathering = a_gathering("Onder ons", visibility=Visibility.SIGNED_IN)
    assert "Onder ons" not in client.get(AGENDA).text
    mine = client_of(a_member()).get(AGENDA)
    assert "Onder ons" in mine.text
    assert mine.headers["Cache-Control"] == "no-store"
    assert client.get(page_of(gathering)).status_code == 404


def test_the_whole_page_is_in_english_too(client):
    gathering = a_gathering("Repair Café", cost="")
    for address in (AGENDA, page_of(gathering), "/vechtdal/", f"{AGENDA}?beeld=maand"):
        read = words(client.get(f"{address}?taal=en").text)
        for dutch in (
            "Gratis",
            "Terug",
            "Alles",
            "Overal",
            "Wanneer",
            "Deze week",
            "vrij",
            "Maand",
        ):
            assert dutch not in read.split(), (address, dutch)


def test_another_library_s_gathering_is_not_here(client):
    gathering = a_gathering(library=a_library("zuidpolder"))
    assert client.get(page_of(gathering)).status_code == 404
    assert now() < gathering.ends_at
