"""Branches and rooms, as a manager changes them."""

from __future__ import annotations

import pytest

from community.db import db, transaction
from community.errors import NotFound
from community.libraries import places
from community.libraries.models import Branch, LibraryVersion, Room
from community.libraries.places import BranchDraft, NameIsTaken, PlaceIsInUse, RoomDraft
from tests.factories import a_branch, a_gathering, a_library, a_room, the_library

pytestmark = pytest.mark.usefixtures("app")


def add(name="Bibliotheek Lemele", place="Lemele"):
    library_id = the_library().id
    with transaction() as tx:
        return places.add_branch(tx, library_id, BranchDraft(name=name, place=place))


def pages():
    db.session().rollback()
    return db.session().get(LibraryVersion, the_library().id).pages


def test_a_branch_gets_an_address_that_nobody_has():
    the_library()
    assert [add(f"Nr {n}", "Sint-Jansklooster").slug for n in range(3)] == [
        "sint-jansklooster",
        "sint-jansklooster-2",
        "sint-jansklooster-3",
    ]
    assert add("Griekse hoek", "Ελλάδα").slug == "vestiging"


def test_a_branch_keeps_its_address_when_it_gets_another_name():
    branch, library_id = add(), the_library().id
    before = pages()
    with transaction() as tx:
        draft = BranchDraft(name="De Esch", place="Den Ham")
        places.change_branch(tx, library_id, branch.id, draft)
    changed = db.session().get(Branch, branch.id)
    assert (changed.slug, changed.name, changed.place) == ("lemele", "De Esch", "Den Ham")
    assert pages() != before


def test_two_of_the_same_name_are_refused():
    add()
    library_id = the_library().id
    with pytest.raises(NameIsTaken):
        add()
    branch = a_branch(place="Dalfsen")
    room, other = a_room(branch, "Tuinkamer"), a_room(branch, "Zolder")
    with pytest.raises(NameIsTaken), transaction() as tx:
        places.add_room(tx, library_id, branch.id, RoomDraft(name="Tuinkamer"))
    with pytest.raises(NameIsTaken), transaction() as tx:
        places.change_room(tx, library_id, other.id, RoomDraft(name="Tuinkamer"))
    with transaction() as tx:
        places.change_room(tx, library_id, room.id, RoomDraft(name="Tuinkamer", capacity=9))
    assert db.session().get(Room, room.id).capacity == 9


def test_only_a_place_where_nothing_took_place_is_removed():
    used, free = a_branch(place="Dalfsen"), a_branch(place="Hardenberg")
    room = a_room(used)
    a_gathering(branch_id=used.id, room_id=room.id)
    a_room(free)
    library_id = the_library().id
    with pytest.raises(PlaceIsInUse), transaction() as tx:
        places.remove_branch(tx, library_id, used.id)
    with pytest.raises(PlaceIsInUse), transaction() as tx:
        places.remove_room(tx, library_id, room.id)
    with transaction() as tx:
        places.remove_branch(tx, library_id, free.id)
    assert db.session().get(Branch, free.id) is None
    assert db.session().get(Branch, used.id) is not None
    assert db.session().get(Room, room.id) is not None


def test_places_of_another_library_do_not_exist():
    here = the_library()
    theirs = a_library("zuidpolder").branches[0]
    room = a_room(theirs)
    for act in (
        lambda tx: places.change_branch(
            tx, here.id, theirs.id, BranchDraft(name="Ons", place="Ons")
        ),
        lambda tx: places.remove_branch(tx, here.id, theirs.id),
        lambda tx: places.add_room(tx, here.id, theirs.id, RoomDraft(name="Ons")),
        lambda tx: places.change_room(tx, here.id, room.id, RoomDraft(name="Ons")),
        lambda tx: places.remove_room(tx, here.id, room.id),
    ):
        with pytest.raises(NotFound), transaction() as tx:
            act(tx)
    assert db.session().get(Room, room.id).name == "Leeszaal"
