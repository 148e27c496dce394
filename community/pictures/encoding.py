"""What somebody uploads, taken apart and made anew: nothing of the file itself is ever served.

Pure: bytes in, bytes out. Done outside any transaction, because it takes a second.
"""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from community.words import N_

#: What a page asks for; a smaller picture is never blown up.
WIDTHS = (480, 960, 1600)
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
#: Recognised by content; what the file is called does not matter. SVG is a program, not a picture.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")

_QUALITY = 80
_UNREADABLE = (
    OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, struct.error, OverflowError,
)  # fmt: skip


class PictureRefused(ValueError):
    """Why a file will not do, as a msgid."""


TOO_HEAVY = N_("This picture is larger than 10 MB. Choose a smaller one.")
TOO_LARGE = N_("This picture has more than 40 million pixels. Choose a smaller one.")
TOO_THIN = N_("This picture is too small or too narrow. Choose another.")
NOT_A_PICTURE = N_("This is not a picture we can read. Choose a JPEG, PNG, WebP or GIF.")
DAMAGED = N_("This picture is damaged. Choose another, or save it again first.")


@dataclass(frozen=True, slots=True)
class Encoded:
    """One picture in several widths, as WebP without anything that the camera wrote."""

    digest: str  #: SHA-256 of what was uploaded.
    width: int
    height: int
    files: Mapping[int, bytes]


def encode(upload: bytes) -> Encoded:
    """Re-encode a picture; PictureRefused says why not."""
    if len(upload) > MOST_BYTES:
        raise PictureRefused(TOO_HEAVY)
    image = _as_seen(_opened(upload))
    # Narrower than this it is a line, and a width of nothing cannot be written.
    if min(image.size) < 16 or image.height > 4 * image.width:
        raise PictureRefused(TOO_THIN)
    widths = widths_of(image.width)
    files = {width: _webp(image, width) for width in widths}
    height = _height(image, widths[-1])
    return Encoded(hashlib.sha256(upload).hexdigest(), widths[-1], height, files)


def widths_of(width: int) -> tuple[int, ...]:
    """The widths in which a picture of this width is kept, the largest last."""
    largest = min(width, WIDTHS[-1])
    return (*(each for each in WIDTHS if each < largest), largest)


def _opened(upload: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(upload), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefused(TOO_LARGE) from None
    except (UnidentifiedImageError, *_UNREADABLE):
        raise PictureRefused(NOT_A_PICTURE) from None
    if image.width * image.height > MOST_PIXELS:
        raise PictureRefused(TOO_LARGE)
    return image


def _as_seen(image: Image.Image) -> Image.Image:
    """The first frame, upright, in the colours of the web."""
    try:
        image.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))  # A JPEG is read at a fraction of its size.
        image.load()
        upright = ImageOps.exif_transpose(image)
        profile = upright.info.get("icc_profile")
        has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
        plain = upright.convert("RGBA" if has_alpha else "RGB")
    except (Image.DecompressionBombError, *_UNREADABLE):
        raise PictureRefused(DAMAGED) from None
    if profile and upright.mode == "RGB":
        plain = _in_web_colours(plain, profile)
    return plain


def _in_web_colours(image: Image.Image, profile: bytes) -> Image.Image:
    """A phone's wide colours as sRGB; a profile that cannot be read is left out."""
    try:
        camera = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, camera, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, *_UNREADABLE):
        return image
    return converted or image


def _height(image: Image.Image, width: int) -> int:
    return max(1, round(image.height * width / image.width))


def _webp(image: Image.Image, width: int) -> bytes:
    sized = image
    if width != image.width:
        sized = image.resize((width, _height(image, width)), Image.Resampling.LANCZOS)
    clean = Image.new(sized.mode, sized.size)
    clean.paste(sized)  # The pixels and nothing else: no EXIF, no place, no text.
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=_QUALITY, method=4)
    return out.getvalue()
