"""A QR code is dark on light, also on a screen that is dark: many cameras read it no other way."""

from __future__ import annotations

import pytest

from community.web.qr import qr_svg

pytestmark = pytest.mark.browser

INTO_THE_PAGE = "(around) => { document.querySelector('main').innerHTML = around; }"
COLOURS = """() => {
    const seen = getComputedStyle(document.querySelector('main .kk-qr'));
    return [seen.backgroundColor, seen.color];
}"""


@pytest.mark.parametrize("around", ["kk-screen", "kk-own-code", "kk-hall__qr"])
def test_dark_on_light(page, house, around):
    with house.app.test_request_context():
        code = qr_svg("https://kenniskring.example/vechtdal")
    page.emulate_media(color_scheme="dark")
    page.goto(f"{house.url}/")
    page.evaluate(INTO_THE_PAGE, f'<div class="{around}">{code}</div>')
    assert page.evaluate(COLOURS) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
