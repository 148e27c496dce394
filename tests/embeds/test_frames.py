"""The agenda in other people's pages: who may frame it, what is in it, and what never."""

from __future__ import annotations

import re

import pytest

from community.db import transaction
from community.embeds import services
from community.gatherings.kinds import Kind, Visibility
from community.gatherings.models import GatheringStatus
from tests.calendars.agenda import counted
from tests.factories import a_branch, a_gathering, a_librarian, a_library, a_member, next_week
from tests.gatherings.reading import words

FRAME, BARE = "/embed/vechtdal/agenda", "/embed/vechtdal/lijst"
BOTH = pytest.mark.parametrize("path", [FRAME, BARE])


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """On one engine: what is framed is what the agenda reads, on both."""
    return sqlite_url


@pytest.fixture(autouse=True)
def library(app):
    return a_library("vechtdal")


def allow(library, *sites):
    with transaction() as tx:
        services.allow(tx, library.id, sites)


def policy(answer) -> dict[str, str]:
    parts = (each.strip().partition(" ") for each in
             answer.headers["Content-Security-Policy"].split(";"))  # fmt: skip
    return {name: value for name, _, value in parts}


@BOTH
def test_it_has_what_everybody_may_see_of_what_comes(client, path):
    a_gathering("Leeskring", starts_at=next_week(9))
    a_gathering("Voor leden", visibility=Visibility.SIGNED_IN)
    a_gathering("Met een link", visibility=Visibility.LINK)
    a_gathering("Concept", status=GatheringStatus.DRAFT, published_at=None)
    a_gathering("Vervallen", status=GatheringStatus.CANCELLED)
    read = words(client.get(path).text)
    assert "Leeskring" in read
    assert "Vervallen" in read
    assert "Gaat niet door" in read
    assert not re.search("Voor leden|Met een link|Concept", read)


@BOTH
def test_it_is_narrowed_as_the_agenda_is(client, library, path):
    dalfsen = a_branch(library, "Dalfsen")
    a_gathering("Leeskring", kind=Kind.READING_GROUP)
    a_gathering("Leesclub Dalfsen", kind=Kind.READING_GROUP, branch_id=dalfsen.id)
    a_gathering("Workshop", kind=Kind.WORKSHOP, branch_id=dalfsen.id)
    read = words(client.get(f"{path}?vestiging=dalfsen&soort=leesclub").text)
    assert "Leesclub Dalfsen" in read
    assert "Workshop" not in read
    assert "Leeskring" not in read
    assert client.get(f"{path}?soort=feestje").status_code == 404


def test_every_site_may_frame_it_until_a_librarian_names_some(client, library):
    anywhere = client.get(FRAME)
    assert policy(anywhere)["frame-ancestors"] == "*"
    assert "X-Frame-Options" not in anywhere.headers
    allow(library, "https://www.bieb.nl", "https://*.vechtdal.nl")
    named = client.get(FRAME)
    assert policy(named)["frame-ancestors"] == "'self' https://www.bieb.nl https://*.vechtdal.nl"
    assert policy(named)["default-src"] == "'none'"
    assert policy(named)["script-src"] == "'self'"
    allow(library)
    assert policy(client.get(FRAME))["frame-ancestors"] == "*"


@pytest.mark.parametrize("path", ["/vechtdal/agenda", "/vechtdal/", BARE, "/embed/niets/agenda"])
def test_nothing_else_is_ever_framed(client, path):
    answer = client.get(path)
    assert policy(answer)["frame-ancestors"] == "'none'"
    assert answer.headers["X-Frame-Options"] == "DENY"


@BOTH
def test_it_sets_and_reads_no_cookie(client, client_of, path):
    a_gathering("Leeskring")
    for query, language in (("", "nl"), ("?taal=en", "en")):
        client.set_cookie("taal", "en" if language == "nl" else "nl")
        answer = client.get(path + query)
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert f'lang="{language}"' in answer.text
    a_gathering("Voor leden", visibility=Visibility.SIGNED_IN)
    assert "Voor leden" not in client_of(a_librarian()).get(path).text


def test_it_leads_out_of_the_frame_and_has_nothing_to_fill_in(client):
    a_gathering("Leeskring")
    page = client.get(FRAME).text
    assert '<base target="_top">' in page
    assert "<form" not in page
    assert client.get(FRAME).headers["X-Robots-Tag"] == "noindex"


def test_the_bare_list_is_a_piece_of_html_that_works_anywhere(client):
    gathering = a_gathering("Jam & <b>brood</b>")
    answer = client.get(BARE)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    addresses = re.findall(r'href="([^"]+)"', answer.text)
    assert addresses[0] == f"http://127.0.0.1:8000/vechtdal/agenda/{gathering.id}-{gathering.slug}"
    assert all(each.startswith("http://127.0.0.1:8000/") for each in addresses)
    assert not re.search('<html|<script|<link|<style|style=|class="kk-', answer.text)
    assert "Jam &amp; &lt;b&gt;brood" in answer.text
    assert answer.text.startswith("<ul")
    assert answer.text.rstrip().endswith("</ul>")


@BOTH
def test_more_gatherings_cost_no_more_statements(client, path):
    a_gathering("Een")
    with counted() as said:
        client.get(path)
        once = len(said)
        for number in range(4):
            a_gathering(str(number))
        said.clear()
        client.get(path)
    # The library, how many there are, the first page; and of the frame, which sites.
    assert len(said) == once == (4 if path == FRAME else 3)


class TestWithThePageCache:
    @pytest.fixture
    def settings(self):
        return {"PAGE_CACHE_MB": 8, "CACHE_RECHECK_SECONDS": 0}

    def test_who_may_frame_it_is_true_at_once_in_a_kept_answer(self, app, client, library):
        cache = app.extensions["page_cache"]
        first, again = client.get(FRAME), client.get(FRAME)
        assert cache.counts["built"] == 1
        assert first.headers["Content-Security-Policy"] == again.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in again.headers
        allow(library, "https://www.bieb.nl")
        assert policy(client.get(FRAME))["frame-ancestors"] == "'self' https://www.bieb.nl"


class TestAtTheDesk:
    DESK = "/vechtdal/beheer/op-andere-plekken"

    def test_a_librarian_composes_sees_and_copies(self, client_of, client):
        a_gathering("Leesclub", kind=Kind.READING_GROUP)
        page = client_of(a_librarian()).get(
            f"{self.DESK}?vestiging=ommen&soort=leesclub&woorden=en"
        )
        frame = f"{FRAME}?vestiging=ommen&amp;soort=leesclub&amp;taal=en"
        assert f'src="{frame}"' in page.text
        assert policy(page)["frame-src"] == "'self'"
        assert policy(page)["frame-ancestors"] == "'none'"
        snippet = f"&lt;iframe src=&#34;http://127.0.0.1:8000{frame.replace('&amp;', '&amp;amp;')}"
        assert snippet in page.text
        assert f"http://127.0.0.1:8000{BARE}?vestiging=ommen" in page.text
        pasted = page.text.partition('id="lijst-vandaag"')[2].partition("</textarea>")[0]
        assert "&lt;ul class=&#34;kenniskring&#34; lang=&#34;en&#34;&gt;" in pasted
        assert "To the agenda of Bibliotheek Vechtdal" in pasted
        assert "/vechtdal/agenda.rss?vestiging=ommen" in page.text
        assert client.get(frame.replace("&amp;", "&")).status_code == 200

    def test_a_librarian_names_the_sites(self, client_of, client):
        desk = client_of(a_librarian())
        typed = "www.bieb.nl\nhttps://Agenda.Example.org/pagina?x=1\nhttps://www.bieb.nl/"
        assert desk.post(self.DESK, data={"sites": typed}).status_code == 303
        allowed = policy(client.get(FRAME))["frame-ancestors"]
        assert allowed == "'self' https://www.bieb.nl https://agenda.example.org"
        assert "https://agenda.example.org" in desk.get(self.DESK).text

    def test_what_is_no_site_comes_back_with_a_word_beside_it(self, client_of, client):
        desk = client_of(a_librarian())
        answer = desk.post(self.DESK, data={"sites": "www.bieb.nl\njavascript:alert(1)"})
        assert answer.status_code == 422
        assert "javascript:alert(1)" in answer.text
        assert "is geen adres van een site" in answer.text
        assert policy(client.get(FRAME))["frame-ancestors"] == "*"

    def test_a_resident_composes_nothing(self, client_of):
        assert client_of(a_member()).get(self.DESK).status_code in {403, 404}
