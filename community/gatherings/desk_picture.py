"""The picture in the form of a gathering: taken in, kept while typing, and given its row."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext
from sqlalchemy.orm import Session

from community.clock import now
from community.gatherings.hosting_forms import GatheringForm
from community.libraries.tenancy import this_library
from community.pictures import views as pictures
from community.pictures.encoding import MOST_BYTES, PictureRefused
from community.pictures.models import Picture
from community.pictures.services import place
from community.words import N_

SAY_WHAT = N_("Describe the picture, for people who cannot see it.")
AGAIN = N_("This picture is no longer here. Choose it again.")


def show_picture(form: GatheringForm, picture: Picture | None) -> None:
    if picture is not None:
        form.picture_kept.data, form.picture_alt.data = picture.digest, picture.alt


def take_picture(form: GatheringForm) -> bool:
    """Take in what was uploaded, so that it survives whatever else is wrong; say whether it fits.

    The work on the image is done here, before any transaction.
    """
    upload, library_id = form.picture.data, this_library().id
    if upload:
        try:
            encoded = pictures.take_in(library_id, upload.stream.read(MOST_BYTES + 1))
        except PictureRefused as refused:
            return _refused(form.picture, refused.args[0])
        form.picture_kept.data, form.no_picture.data = encoded.digest, False
    if form.no_picture.data:
        form.picture_kept.data = form.picture_alt.data = ""
    digest = form.picture_kept.data
    if not digest:
        return True
    if pictures.stored(library_id, digest) is None:
        form.picture_kept.data = ""
        return _refused(form.picture, AGAIN)
    return bool(form.picture_alt.data) or _refused(form.picture_alt, SAY_WHAT)


def row_of(form: GatheringForm, library_id: int) -> Picture | None:
    """The picture as the form stands, to be shown; not a row of the database."""
    digest = form.picture_kept.data
    size = pictures.stored(library_id, digest) if digest else None
    if size is None:
        return None
    alt, (width, height) = form.picture_alt.data or "", size
    return Picture(
        library_id=library_id, digest=digest, alt=alt, width=width, height=height, created_at=now()
    )


def keep_picture(
    session: Session, form: GatheringForm, library_id: int, *, now: datetime
) -> int | None:
    """The id of the picture's row, made when there is none with this description."""
    picture = row_of(form, library_id)
    if picture is None:
        return None
    return place(
        session,
        library_id,
        picture.digest,
        alt=picture.alt,
        width=picture.width,
        height=picture.height,
        now=now,
    ).id


def _refused(field: object, message: str) -> bool:
    field.errors = [*field.errors, gettext(message)]  # type: ignore[attr-defined]
    return False
