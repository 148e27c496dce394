"""What is uploaded is made anew, or refused with a reason."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image, ImageCms

from community.pictures import encoding
from community.pictures.encoding import PictureRefused, encode
from tests.pictures import samples

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def opened(encoded, width):
    image = Image.open(io.BytesIO(encoded.files[width]))
    image.load()
    return image


def test_a_photograph_becomes_webp_in_three_widths():
    encoded = encode(samples.photograph())
    assert sorted(encoded.files) == [480, 960, 1600]
    assert (encoded.width, encoded.height) == (1600, 800)
    for width in encoded.files:
        image = opened(encoded, width)
        assert (image.format, image.size) == ("WEBP", (width, width // 2))


@pytest.mark.parametrize(
    ("width", "widths"),
    [(300, [300]), (480, [480]), (700, [480, 700]), (1600, [480, 960, 1600])],
)
def test_a_small_picture_is_not_blown_up(width, widths):
    encoded = encode(samples.photograph(width, width))
    assert sorted(encoded.files) == widths
    assert encoded.width == widths[-1]


def test_what_the_camera_wrote_is_gone_and_the_picture_stands_upright():
    encoded = encode(samples.with_orientation(6))
    assert encoded.height > encoded.width
    image = opened(encoded, 480)
    red, _green, blue = image.convert("RGB").getpixel((240, 20))
    assert red > blue  # What was on the left is on top.
    for contents in encoded.files.values():
        assert b"SecretCamera" not in contents
        assert b"EXIF" not in contents
        assert not Image.open(io.BytesIO(contents)).getexif()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_usual_kind_is_read(kind):
    assert encode(samples.as_bytes(samples.half_and_half(600, 300), kind)).width == 600


def test_of_an_animation_the_first_frame_stays():
    image = opened(encode(samples.animation()), 600)
    assert not getattr(image, "is_animated", False)
    red, _green, blue = image.convert("RGB").getpixel((300, 150))
    assert red > blue


def test_what_was_see_through_stays_so():
    clear = Image.new("RGBA", (600, 300), (0, 0, 0, 0))
    image = opened(encode(samples.as_bytes(clear, "PNG")), 600)
    assert image.mode == "RGBA"
    assert image.getpixel((5, 5))[3] == 0


def test_print_colours_become_those_of_the_web():
    cmyk = samples.half_and_half(600, 300).convert("CMYK")
    assert opened(encode(samples.as_bytes(cmyk)), 600).mode == "RGB"


@pytest.mark.parametrize("profile", [SRGB, b"not a profile", SRGB[:200]])
def test_a_colour_profile_is_worked_in_and_left_out(profile):
    encoded = encode(samples.photograph(600, 300, icc_profile=profile))
    image = opened(encoded, 600)
    assert "icc_profile" not in image.info
    red, green, blue = image.convert("RGB").getpixel((100, 100))
    assert all(
        abs(one - other) < 12 for one, other in zip((red, green, blue), samples.RED, strict=True)
    )


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        (b"", encoding.NOT_A_PICTURE),
        (b"MZ\x90\x00 not a picture", encoding.NOT_A_PICTURE),
        (samples.SVG, encoding.NOT_A_PICTURE),
        (b"%PDF-1.7", encoding.NOT_A_PICTURE),
        (samples.as_bytes(samples.half_and_half(60, 30), "BMP"), encoding.NOT_A_PICTURE),
        (samples.photograph()[:5000], encoding.DAMAGED),
        (samples.as_bytes(samples.half_and_half(), "PNG")[:500], encoding.DAMAGED),
        (samples.bomb(), encoding.TOO_LARGE),
        (samples.bomb(9000, 9000), encoding.TOO_LARGE),
        (samples.bomb(5000, 5000), encoding.DAMAGED),
        (b"\xff\xd8" + bytes(encoding.MOST_BYTES), encoding.TOO_HEAVY),
        (samples.photograph(8, 8), encoding.TOO_THIN),
        (samples.photograph(20, 2000), encoding.TOO_THIN),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_reason(upload, reason):
    with pytest.raises(PictureRefused) as refused:
        encode(upload)
    assert refused.value.args == (reason,)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_damaged_file_is_read_or_refused_and_never_more(kind):
    whole = samples.as_bytes(samples.half_and_half(200, 100), kind)
    dice = random.Random(4)  # noqa: S311
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(dice.randint(1, 8)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        try:
            encode(bytes(broken))
        except PictureRefused:
            continue
