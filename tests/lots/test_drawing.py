"""The monthly lot: the same for everybody, fair, and nobody's choice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.accounts.models import Role
from community.db import db, transaction
from community.gatherings.kinds import Mode
from community.gatherings.models import Gathering
from community.lots import queries, services
from community.lots.drawing import asked, is_drawn, number
from community.lots.models import FEWEST, MOST, Asked, Instrument, Practice, Sampling
from tests.factories import a_gathering, a_library, a_member, the_library

START = datetime(2026, 12, 1, 18, tzinfo=UTC)
SETTINGS = "/vechtdal/beheer/instellingen/telkaart-en-peiling"


def a_gathering_at(number: int, **fields: object) -> Gathering:
    given = {"starts_at": START, "is_sensitive": False, "mode": Mode.PHYSICAL}
    return Gathering(id=number, **{**given, **fields})


def sampling(one_in: int = 4, practice: Practice = Practice.BY_LOT, seed: str = "zaad") -> Sampling:
    return Sampling(tally=practice, pulse=practice, one_in=one_in, seed=seed)


@settings(max_examples=100)
@given(st.text(min_size=1, max_size=32), st.integers(1, 10**9), st.integers(2, 11))
def test_what_is_drawn_at_a_small_share_is_drawn_at_a_larger_one(seed, gathering_id, one_in):
    gathering = a_gathering_at(gathering_id)
    if is_drawn(sampling(one_in + 1, seed=seed), Instrument.TALLY, gathering):
        assert is_drawn(sampling(one_in, seed=seed), Instrument.TALLY, gathering)


@pytest.mark.parametrize("one_in", [2, 4, 12])
def test_as_many_are_drawn_as_was_said(one_in):
    drawn = sum(
        is_drawn(sampling(one_in), Instrument.PULSE, a_gathering_at(each))
        for each in range(1, 12_001)
    )
    # Five standard deviations of a fair draw; the seed is fixed, so it is this number every time.
    expected, spread = 12_000 / one_in, (12_000 * (1 / one_in) * (1 - 1 / one_in)) ** 0.5
    assert abs(drawn - expected) < 5 * spread


def test_the_draw_hangs_on_seed_instrument_month_and_gathering_and_on_nothing_else():
    drew = number("zaad", Instrument.TALLY, 1, START)
    assert drew == number("zaad", Instrument.TALLY, 1, START + timedelta(days=29))
    others = {
        number("ander", Instrument.TALLY, 1, START),
        number("zaad", Instrument.PULSE, 1, START),
        number("zaad", Instrument.TALLY, 2, START),
        number("zaad", Instrument.TALLY, 1, START + timedelta(days=31)),
    }
    assert drew not in others
    assert len(others) == 4


def test_the_month_is_that_of_the_wall_clock():
    before_midnight = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # 1 December in Ommen.
    assert number("zaad", Instrument.TALLY, 1, before_midnight) == number(
        "zaad", Instrument.TALLY, 1, START
    )


def test_what_is_asked_follows_the_practice():
    gathering = a_gathering_at(1)
    by_lot = {asked(sampling(), Instrument.TALLY, a_gathering_at(n)) for n in range(1, 60)}
    assert by_lot == {Asked.LOT, Asked.NONE}
    assert asked(sampling(practice=Practice.ALWAYS), Instrument.TALLY, gathering) is Asked.ALWAYS
    assert asked(sampling(practice=Practice.NONE), Instrument.TALLY, gathering) is Asked.NONE
    assert asked(None, Instrument.TALLY, gathering) is Asked.NONE


@pytest.mark.parametrize("fields", [{"is_sensitive": True}, {"mode": Mode.ONLINE}])
def test_where_there_is_no_door_or_only_heads_count_nobody_is_asked(fields):
    gathering = a_gathering_at(1, **fields)
    assert asked(sampling(practice=Practice.ALWAYS), Instrument.PULSE, gathering) is Asked.NONE


def test_choosing_again_does_not_draw_again(app, session):
    library = a_library()
    stood = []
    for one_in in (4, 6, 4):
        with transaction() as tx:
            services.change(
                tx, library.id, tally=Practice.BY_LOT, pulse=Practice.NONE, one_in=one_in
            )
        session.rollback()
        (sampling,) = session.query(Sampling)
        stood.append((sampling.one_in, sampling.seed))
    assert [one_in for one_in, _seed in stood] == [4, 6, 4]
    assert len({seed for _one_in, seed in stood}) == 1


@pytest.mark.parametrize("one_in", [FEWEST - 1, MOST + 1])
def test_a_share_outside_the_bounds_is_refused(app, one_in):
    library = a_library()
    with pytest.raises(ValueError, match=str(one_in)), transaction() as tx:
        services.change(tx, library.id, tally=Practice.NONE, pulse=Practice.NONE, one_in=one_in)


def test_the_choice_of_one_library_is_not_that_of_another(app, session):
    here, there = a_library(), a_library("salland")
    with transaction() as tx:
        services.change(tx, here.id, tally=Practice.ALWAYS, pulse=Practice.NONE, one_in=4)
    for library, expected in ((here, Asked.ALWAYS), (there, Asked.NONE)):
        gathering = a_gathering(library=library)
        assert queries.is_asked(db.session(), gathering, Instrument.TALLY) is expected


def test_a_manager_chooses_and_sees_what_stands(app, client_of):
    manager = client_of(a_member(Role.MANAGER, a_library()))
    assert "Telkaart en peiling" in manager.get("/vechtdal/beheer/instellingen").text
    data = {"tally": "by_lot", "pulse": "always", "one_in": "3"}
    assert manager.post(SETTINGS, data=data).status_code == 303
    stands = queries.find(db.session(), the_library().id)
    assert (stands.tally, stands.pulse, stands.one_in) == (Practice.BY_LOT, Practice.ALWAYS, 3)
    assert 'value="by_lot" checked' in manager.get(SETTINGS).text
    for wrong in ({"tally": "soms"}, {"one_in": "1"}, {"one_in": "x"}):
        assert manager.post(SETTINGS, data={**data, **wrong}).status_code == 422
