"""Six drawings of our own making, of what people do together in the demo town. Pure."""

from __future__ import annotations

import io
from collections.abc import Callable
from math import pi

from PIL import Image, ImageDraw

from community.demo.hand import HAIR, INK, LINE, PAPER, SHEET, TWICE, Hand, place, ring

WIDTH, HEIGHT = 1600, 840


def drawn(scene: Callable[[Hand], None], accent: str) -> bytes:
    """As somebody would upload it."""
    image = Image.new("RGB", (WIDTH * TWICE, HEIGHT * TWICE), PAPER)
    scene(Hand(ImageDraw.Draw(image), accent))
    out = io.BytesIO()
    image.reduce(TWICE).save(out, "PNG", compress_level=1)
    return out.getvalue()


def tables(hand: Hand) -> None:
    for at, many in (
        ((800, 430), 8), ((300, 250), 7), ((1300, 250), 6), ((420, 780), 8), ((1200, 770), 7),
        ((30, 640), 8), ((1590, 560), 8), ((800, -60), 8),
    ):  # fmt: skip
        hand.table(at, 120, many)
        for number, (spot, turn) in enumerate(ring(at, 66, 3)):
            fill = hand.accent if (at[0], number) == (800, 1) else HAIR
            hand.sheet(spot, turn + at[0] + number, 56, 72, fill)


def garden(hand: Hand) -> None:
    for row, y in enumerate((130, 420, 710)):
        hand.shape([(0, y - 92), (1600, y - 92), (1600, y + 92), (0, y + 92)], SHEET)
        for number in range(9):
            x = 80 + 180 * number + 60 * (row % 2)
            colour = hand.accent if (row, number) == (1, 4) else (INK, LINE)[(number + row) % 2]
            hand.plant((x, y), 62 + 14 * ((number * 5 + row) % 3), 7 + (number + row) % 3, colour,
                       number * 0.4)  # fmt: skip


def books(hand: Hand) -> None:
    at = (800, 420)
    hand.disc(at, 250, SHEET, LINE)
    hand.people(at, 340, 11, 46)
    for number, (spot, turn) in enumerate(ring(at, 182, 11)):
        hand.book(spot, turn + pi / 2, 84, hand.accent if number == 2 else INK)
    hand.cup(at, 34, 0.6)


def wheel(hand: Hand) -> None:
    at = (800, 420)
    hand.disc(at, 266, SHEET, LINE)
    hand.people(at, 345, 9, 44)
    hand.disc(at, 205, SHEET, INK, 20)
    hand.disc(at, 178, SHEET, LINE, 6)
    for number, (spot, turn) in enumerate(ring(at, 176, 28)):
        hand.line([place(at, turn + (0.9 if number % 2 else -0.9), 26, 0), spot], LINE, 3)
    hand.disc(at, 34, hand.accent)
    hand.disc(at, 11, SHEET)


def story(hand: Hand) -> None:
    at = (800, 640)
    for row, many in enumerate((7, 10, 13)):
        for number in range(many):
            spot = place(at, pi * (number + 0.5) / many - pi, 250 + 130 * row, 0)
            hand.disc(spot, 32, INK)
    hand.disc(at, 130, SHEET, LINE)
    hand.book((800, 610), 0, 150, hand.accent)
    hand.disc((800, 740), 58, INK)


def cups(hand: Hand) -> None:
    for at in ((440, 420), (1160, 420)):
        hand.disc(at, 200, SHEET, LINE)
        hand.people(at, 290, 6, 48)
        for number, (spot, turn) in enumerate(ring(at, 128, 6)):
            fill = hand.accent if (at[0], number) == (1160, 5) else INK
            hand.cup(spot, 30, turn + 1.2, fill)
        hand.cup(at, 44, 0.5, LINE)
