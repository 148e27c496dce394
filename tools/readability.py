"""How the Dutch reads: figures over every sentence of the catalogues and the guides.

`readability.py` prints the figures of `docs/words.md`; `readability.py --list` names what to look
at. It counts and does not judge: a long sentence can be a good one, so nothing fails on it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import words

GUIDES = words.HOUSE / "docs" / "guides" / "nl"
#: A sentence ends where the next begins with a capital, a quotation mark or a filled-in word.
END = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÀ-Ý‘“\"'0])")
#: What begins anew in a guide: a paragraph, or the next of a list.
ITEM = re.compile(r"\n\n|\n(?:-|\d+\.) ")
WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*")
PASSIVE = re.compile(
    r"\b(?:word|wordt|worden|werd|werden)\b[^,;:.]*?\b(?:ge|be|ver|ont|her)\w+(?:[dt]|en)\b"
    r"|\b(?:ge|be|ver|ont|her)\w+(?:[dt]|en) (?:word|wordt|worden|werd|werden)\b",
    re.IGNORECASE,
)
NOUNED = re.compile(r"\bhet \w+en van\b|\b\w{5,}(?:ing|atie|iteit) van\b", re.IGNORECASE)
LONG_WORD = 15


def texts() -> Iterator[tuple[str, str]]:
    """Every Dutch text of the house as (where, text)."""
    for room in words.rooms():
        for message in words.words(words.read(room)):
            for string in words.strings(message):
                yield room, string
    for path in sorted(GUIDES.glob("*.md")):
        for paragraph in ITEM.split(path.read_text("utf-8")):
            yield f"guide {path.stem}", " ".join(paragraph.split())


def sentences(text: str) -> list[str]:
    plain = re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", words.PLACEHOLDER.sub("0", text))
    plain = re.sub(r"<[^>]+>", "", plain)
    return [s for line in plain.split("\n") for s in END.split(line.strip()) if WORD.search(s)]


def tokens(sentence: str) -> list[str]:
    return re.findall(r"\S*\w\S*", sentence)


def findings(sentence: str) -> list[str]:
    """What is worth a second look in a sentence."""
    found = []
    length = len(tokens(sentence))
    if length > 20:
        found.append(f"{length} words")
    found += [w for w in WORD.findall(sentence) if len(w) > LONG_WORD and "-" not in w]
    if match := PASSIVE.search(sentence):
        found.append(f"passive: {match[0]}")
    if match := NOUNED.search(sentence):
        found.append(f"noun: {match[0]}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="name every sentence to look at")
    listing = parser.parse_args().list
    seen: dict[str, str] = {}
    for where, text in texts():
        for sentence in sentences(text):
            seen.setdefault(sentence, where)
    if listing:
        for sentence, where in seen.items():
            if found := findings(sentence):
                print(f"{where}: {sentence}\n    {'; '.join(found)}")
        return
    whole = [s for s in seen if len(tokens(s)) > 3]
    lengths = [len(tokens(s)) for s in whole]
    print(f"different sentences (more than three words): {len(whole)}")
    print(f"words in a sentence, on average: {sum(lengths) / len(whole):.1f}")
    for bound in (15, 20, 25):
        more = sum(length > bound for length in lengths)
        print(f"more than {bound} words: {more} ({100 * more / len(whole):.1f} %)")
    long_words = {
        w.lower() for s in seen for w in WORD.findall(s) if len(w) > LONG_WORD and "-" not in w
    }
    print(f"different words of more than {LONG_WORD} letters: {len(long_words)}")
    for name, pattern in (("passive", PASSIVE), ("noun instead of verb", NOUNED)):
        print(f"{name}, perhaps: {sum(bool(pattern.search(s)) for s in whole)}")
    print(f"with a semicolon: {sum(';' in s for s in seen)}")


if __name__ == "__main__":
    main()
