"""What people write becomes HTML that can do no harm."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from community.gatherings import markdown
from community.gatherings.markdown import to_html

ALLOWED = {
    "p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "strong", "em", "a",
    "code", "pre",
}  # fmt: skip
ATTRIBUTES = {"href", "title", "rel", "start"}


class Reader(HTMLParser):
    """Reads as a browser would, and objects."""

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED
        for name, value in attrs:
            assert name in ATTRIBUTES
            if name == "href":
                assert re.match(r"(https?://|mailto:|[^:]*$)", value)

    def handle_comment(self, data):
        raise AssertionError(data)

    def handle_decl(self, decl):
        raise AssertionError(decl)


def check(html):
    """Only tags and attributes of the list, no address but of the web or a mailbox."""
    reader = Reader()
    reader.feed(html)
    reader.close()


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<iframe src=javascript:alert(1)></iframe>",
        "<a href='javascript:alert(1)'>x</a>",
        "<style>*{display:none}</style>",
        "<!-- --><script>alert(1)</script>",
        "<math><mtext></mtext><script>alert(1)</script></math>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox(1))",
        "[x](file:///etc/passwd)",
        "<javascript:alert(1)>",
        "<data:text/html,x>",
        "![x](https://elders.example/volg.png)",
        "![x](javascript:alert(1))",
        '[x](https://a.nl "t\\" onmouseover=\\"alert(1)")',
        'https://a.nl/"onmouseover="alert(1)',
        "https://a.nl/<script>alert(1)</script>",
        "https://a.nl/'onclick='alert(1)",
        "`<script>`",
        "```html\n<script>alert(1)</script>\n```",
        "[a]: javascript:alert(1)\n\n[a]",
        "# <img src=x onerror=alert(1)>",
        "> <script>alert(1)</script>",
        "- [x](javascript:alert(1))",
        "\u202e<script>",
        "a\x00<script>b",
    ],
)
def test_nothing_that_acts_comes_through(attack):
    check(to_html(attack))


@given(st.text(alphabet=st.sampled_from("<>\"'()[]!`*_#&;:/=ajvscript on\n\x00"), max_size=60))
def test_whatever_is_typed_stays_harmless(text):
    check(to_html(text))


def test_raw_html_is_text():
    assert to_html("<b>vet</b>") == "<p>&lt;b&gt;vet&lt;/b&gt;</p>\n"


@pytest.mark.parametrize("scheme", ["javascript", "data", "vbscript", "file"])
def test_a_mistake_in_the_parser_is_not_one_in_the_page(monkeypatch, scheme):
    monkeypatch.setattr(markdown._parser, "validateLink", lambda _url: True)
    html = to_html(f"[klik]({scheme}:alert(2))")
    check(html)
    assert "klik" in html
    assert scheme not in html


def test_headings_begin_below_those_of_the_page():
    assert "<h3>Een</h3>" in to_html("# Een")
    assert "<h6>Zes</h6>" in to_html("###### Zes")


def test_links_go_to_the_web_or_to_a_mailbox_and_promise_nothing():
    html = to_html("[Hier](https://a.nl) of <mailto:b@c.nl>, of https://d.nl/x?y=1&z=2.")
    assert html.count('rel="noopener nofollow"') == 3
    assert 'href="https://d.nl/x?y=1&amp;z=2"' in html


def test_an_address_in_a_link_is_not_a_link_again():
    html = to_html("[https://a.nl](https://b.nl)")
    assert html.count("<a ") == 1
    assert 'href="https://b.nl"' in html


def test_the_sign_that_ends_a_sentence_is_not_part_of_an_address():
    assert 'href="https://a.nl/pad"' in to_html("Kijk op https://a.nl/pad. Of niet.")
    assert 'href="https://a.nl/pad"' in to_html("(zie https://a.nl/pad)")


def test_what_comes_out_is_marked_as_safe_and_plain_text_stays_itself():
    html = to_html("Gewoon & *leuk*")
    assert isinstance(html, Markup)
    assert html == "<p>Gewoon &amp; <em>leuk</em></p>\n"


def test_a_long_text_is_no_trouble():
    check(to_html("[" * 2000 + "](" * 2000))
    check(to_html("> " * 500 + "diep"))
