from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from argon2.low_level import Type

from community.accounts import passwords
from community.accounts.passwords import WeakPassword

NOOR = ("Noor", "van der Meulen", "noor.meulen")


@pytest.mark.parametrize(
    "password",
    [
        "kort",
        "Welkom2024!",
        "Wachtwoord1234",
        "P@ssw0rd123!",
        "g3h31m12345",
        "Zomer2025!!",
        "bibliotheek1",
        "Ikhouvanjou!1",
        "hallohallo12",
        "amsterdam020!",
        "qwertyuiop123",
        "azertyuiop123",
        "poiuytrewq",
        "1qaz2wsx3edc",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "abababababab",
        "demodemodemo",
        "0612345678",
        "14-07-1996",
        "14071996ab",
        "          ",
    ],
)
def test_a_password_that_somebody_guesses_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        passwords.check(password, about=())


@pytest.mark.parametrize(
    "password",
    [
        "paard-maan-lepel-dak",
        "tafel regen lamp",
        "fietsbel-kapot",
        "x7Gk2mQ9pL",
        "Zuster Klivia zong",
        "мой кот любит рыбу",
        "🪑🌧️📚🚲🧶🫖🪁🧭🪴🍐",
    ],
)
def test_a_password_that_is_somebodys_own_is_taken(password: str) -> None:
    passwords.check(password, about=NOOR)


@pytest.mark.parametrize("password", ["tafel-regen-NOOR", "m3ul3n-tafel-regen", "N00r-tafel-regen"])
def test_ones_own_name_may_not_be_in_it(password: str) -> None:
    with pytest.raises(WeakPassword, match="name"):
        passwords.check(password, about=NOOR)
    passwords.check(password, about=("Fatima", "El Amrani", "fatima"))


@pytest.mark.parametrize(
    "password", ["tafel\x00regen lamp", "tafel\nregen lamp", "tafel\ufffdregen lamp", "x7" * 200]
)
def test_what_cannot_be_typed_again_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        passwords.check(password, about=())


def test_a_password_is_kept_by_argon2id_and_found_right() -> None:
    kept = passwords.hashed("paard-maan-lepel-dak")
    assert kept.startswith("$argon2id$")
    assert passwords.is_right(kept, "paard-maan-lepel-dak")
    assert not passwords.is_right(kept, "paard-maan-lepel-dek")
    assert not passwords.is_dated(kept)


def test_a_password_is_the_same_from_a_keyboard_that_composes_its_letters() -> None:
    kept = passwords.hashed("cafe\u0301-regen-lamp")
    assert passwords.is_right(kept, "caf\u00e9-regen-lamp")


def test_who_has_no_password_has_none_that_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    verified = []
    verify = PasswordHasher.verify

    def watched(self: PasswordHasher, kept: str, password: str) -> bool:
        verified.append(kept)
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    assert not passwords.is_right(None, "nobody's password")
    assert not passwords.is_right("broken", "nobody's password")
    assert len(verified) == 2  # The work was done all the same.


def test_a_hash_of_other_parameters_is_noticed() -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1, type=Type.ID)
    kept = old.hash("paard-maan-lepel-dak")
    assert passwords.is_dated(kept)
    assert passwords.is_right(kept, "paard-maan-lepel-dak")
