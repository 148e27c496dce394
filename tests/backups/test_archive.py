"""The file: whole or refused, and read by its owner alone."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
from pathlib import Path

import pytest

from community.backups import archive
from community.backups.archive import BrokenCopy, Manifest, OtherKey
from community.backups.tables import Column, Kind, Table
from community.clock import now

KEY = "a key of this house"
PERSON = Table("person", (Column("id", Kind.NUMBER),), ("id",))
PICTURE = f"pictures/1/{'a' * 64}-400.webp"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "copy.tar.gz")


def written(path: Path, extra: dict[str, bytes] | None = None) -> Path:
    with archive.writing(path, Manifest(now(), "sqlite", "0001", [PERSON]), KEY) as copy:
        copy.add_rows(PERSON, iter([b"1\n2\n", b"3\n"]))
        copy.add(PICTURE, bytes(range(256)) * 40)
        for name, contents in (extra or {}).items():
            copy.add(name, contents)
    return path


def changed(path: Path, name: str, contents: bytes | None) -> Path:
    """The same file with one part otherwise, or without it."""
    with tarfile.open(path) as tar:
        parts = {each.name: tar.extractfile(each).read() for each in tar}
    if contents is None:
        del parts[name]
    else:
        parts[name] = contents
    with tarfile.open(path, "w:gz") as tar:
        for each, said in parts.items():
            part = tarfile.TarInfo(each)
            part.size = len(said)
            tar.addfile(part, io.BytesIO(said))
    return path


def test_a_whole_file_says_what_is_in_it(file):
    found = archive.check(file, KEY)
    assert (found.counts, found.pictures, found.tables) == ({"person": 3}, 1, [PERSON])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_that_was_cut_off_is_refused_wherever_it_was_cut(file):
    whole = file.read_bytes()
    for length in (0, 1, 20, len(whole) // 2, len(whole) - 9, len(whole) - 1):
        file.write_bytes(whole[:length])
        with pytest.raises(BrokenCopy):
            archive.check(file, KEY)


def test_a_damaged_byte_is_noticed_wherever_it_changes_what_is_in_it(file):
    whole, contents = bytearray(file.read_bytes()), list(archive.parts(file))
    refused = 0
    for place in range(0, len(whole), 7):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            archive.check(file, KEY)
        except BrokenCopy:
            refused += 1
        else:
            assert list(archive.parts(file)) == contents
    assert refused > len(whole) // 7 - 12


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("rows/person/000001", b"4\n"),
        ("rows/person/000001", None),
        ("rows/person/000002", b"4\n"),
        (PICTURE, b"another"),
        (archive.SEAL, None),
        (archive.MANIFEST, b"{}"),
        ("../../etc/passwd", b"root"),
        ("pictures/1/../../secret_key", b"x"),
        ("rows/person", b"1\n"),
    ],
)
def test_what_somebody_changed_is_refused(file, name, contents):
    with pytest.raises(BrokenCopy):
        archive.check(changed(file, name, contents), KEY)


def test_a_manifest_that_was_made_to_fit_breaks_the_seal(file):
    with tarfile.open(file) as tar:
        said = tar.extractfile(archive.MANIFEST).read()
    longer = said.replace(b'"person": 3', b'"person": 4')
    assert longer != said
    with pytest.raises(BrokenCopy, match="manifest was changed"):
        archive.check(changed(file, archive.MANIFEST, longer), KEY)


def test_another_key_is_another_house(file):
    with pytest.raises(OtherKey):
        archive.check(file, "another key")
    assert archive.check(file, "another key", any_key=True).counts == {"person": 3}


def test_what_is_no_archive_at_all_is_refused(tmp_path):
    path = tmp_path / "letter.txt"
    for contents in (b"Dear library,", gzip.compress(b"Dear library,")):
        path.write_bytes(contents)
        with pytest.raises(BrokenCopy):
            archive.check(path, KEY)


def test_a_copy_that_fails_leaves_the_last_one(file):
    stood = file.read_bytes()
    with (
        pytest.raises(RuntimeError),
        archive.writing(file, Manifest(now(), "sqlite", "0001", [PERSON]), KEY),
    ):
        raise RuntimeError("the disk is full")
    assert file.read_bytes() == stood
    assert list(file.parent.iterdir()) == [file]
