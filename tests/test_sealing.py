import pytest

from community.sealing import SealBroken, seal, unseal


def test_what_is_sealed_is_read_back_and_reads_as_nothing():
    sealed = seal("a key of the house", "codes", "JBSWY3DP")
    assert unseal("a key of the house", "codes", sealed) == "JBSWY3DP"
    assert "JBSWY3DP" not in sealed
    assert seal("a key of the house", "codes", "JBSWY3DP") != sealed


@pytest.mark.parametrize(("key", "purpose"), [("another key", "codes"), ("a key", "else")])
def test_another_key_or_purpose_opens_nothing(key, purpose):
    with pytest.raises(SealBroken):
        unseal(key, purpose, seal("a key", "codes", "secret"))


def test_what_was_tampered_with_opens_nothing():
    sealed = seal("a key", "codes", "secret")
    with pytest.raises(SealBroken):
        unseal("a key", "codes", sealed[:-4] + "AAA=")
