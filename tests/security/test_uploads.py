"""RELIABILITY 21: whatever is brought as a picture, only pixels of it are kept."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from PIL import Image, PngImagePlugin

from community.pictures import encoding
from tests.pictures import samples

SCRIPT = b"<script>alert(1)</script>"


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("KWAAD.txt", SCRIPT)
    return out.getvalue()


def with_words() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_itxt("XML:com.adobe.xmp", SCRIPT.decode())
    words.add_text("Comment", SCRIPT.decode())
    return samples.as_bytes(samples.half_and_half(600, 300), "PNG", pnginfo=words)


#: Pictures that are something else as well.
TWICE = {
    "a page behind a photograph": samples.photograph(600, 300) + SCRIPT,
    "an archive behind a photograph": samples.photograph(600, 300) + a_zip(),
    "a program in a comment": samples.photograph(600, 300, comment=b"*/=1;alert(1)//" + SCRIPT),
    "words in a picture": with_words(),
    "a script that begins as a GIF": samples.animation() + b"/*" + SCRIPT + b"*/=1;alert(1)",
    "a page before and after": samples.as_bytes(samples.half_and_half(600, 300), "GIF") + SCRIPT,
}


@pytest.mark.parametrize("upload", TWICE.values(), ids=TWICE)
def test_what_is_a_picture_and_something_else_is_only_a_picture_afterwards(upload):
    kept = encoding.encode(upload)
    assert kept.files
    for contents in kept.files.values():
        for trace in (SCRIPT, b"script", b"alert", b"KWAAD", b"PK\x03\x04"):
            assert trace not in contents
        assert Image.open(io.BytesIO(contents)).format == "WEBP"


#: No pictures at all, whatever they are called.
NONE = {
    "an SVG": samples.SVG,
    "an SVG with a prologue": b'<?xml version="1.0"?><!DOCTYPE svg>' + samples.SVG,
    "an SVG in two bytes a letter": samples.SVG.decode().encode("utf-16"),
    "an SVG that is packed": gzip.compress(samples.SVG),
    "an SVG behind the sign of a GIF": b"GIF89a" + samples.SVG,
    "a page": b"<!doctype html>" + SCRIPT,
    "a program for PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n",
    "a document": b"%PDF-1.7\n",
    "an archive": a_zip(),
    "a picture of the X window": b"#define a_width 1\n#define a_height 1\nstatic char a[]={0};",
    "nothing": b"",
    "zeros": bytes(5000),
    "half a photograph": samples.photograph()[:700],
}


@pytest.mark.parametrize("upload", NONE.values(), ids=NONE)
def test_what_is_no_picture_is_refused(upload):
    with pytest.raises(encoding.PictureRefused):
        encoding.encode(upload)
