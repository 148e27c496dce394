"""`make screens`: every page, mail and sheet of the demo town, in pictures side by side.

`screens.py [WORDS …]` looks only at what has these words in its name; with `SPEAK=en` at Dutch
pages in English, with `WIDTHS=360,1280` and `SCHEMES=light` only some of the ways a page can look.
`LOOK=folder` keeps it all elsewhere. What it made before stays, so that one page can be looked at
again.
"""

from __future__ import annotations

import html
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

PORTRAITS = "tests/browser/portraits.py"
FOLDER = Path(os.environ.get("LOOK") or Path("screens") / os.environ.get("SPEAK", "nl"))
WIDTHS = ("360", "768", "1280")
SCHEMES = ("light", "dark")

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Kenniskring: every page</title><style>
body {{ font: 16px/1.4 system-ui, sans-serif; margin: 1rem; background: #ddd; }}
form {{ position: sticky; top: 0; background: #ddd; padding: .5rem 0; z-index: 1; }}
section {{ display: flex; flex-wrap: wrap; gap: 1rem; align-items: start; }}
figure {{ margin: 0; }} figcaption {{ overflow-wrap: anywhere; }}
img {{ display: block; width: 100%; max-height: 70vh; object-fit: cover; object-position: top; }}
figure[data-width="360"] {{ width: 15rem; }} figure[data-width="768"] {{ width: 24rem; }}
figure[data-width="1280"] {{ width: 36rem; }}
{hiding}
</style></head><body><h1>Kenniskring: every page</h1>
<form>{choices}</form>
{parts}</body></html>
"""


def main() -> int:
    os.environ["LOOK"] = str(FOLDER)
    words = " or ".join(sys.argv[1:])
    looked = pytest.main([PORTRAITS, "-n0", "-q", "--timeout", "300", "-k", words])
    index = FOLDER / "index.html"
    index.write_text(side_by_side(), encoding="utf-8")
    print(f"\nOpen {index}")
    return int(looked)


def side_by_side() -> str:
    """One page with all pictures, of which one width and scheme is shown at a time."""
    pairs = list(product(WIDTHS, SCHEMES))
    ways = [f"{width}-{scheme}" for width, scheme in pairs]
    return PAGE.format(
        hiding="\n".join(
            f'body:has(#w{way}:not(:checked)) figure[data-way="{way}"] {{ display: none; }}'
            for way in ways
        ),
        choices="".join(
            f'<label><input type="checkbox" id="w{way}"{" checked" if way == "360-light" else ""}>'
            f"{way}</label> "
            for way in ways
        ),
        parts="".join(parts()),
    )


def parts() -> Iterator[str]:
    for kind in ("page", "mail"):
        for room, pictures in sorted(by_room(FOLDER / kind).items()):
            yield f"<h2>{kind}: {html.escape(room)}</h2>"
            yield f"<section>{''.join(map(figure, pictures))}</section>"
    sheets = sorted((FOLDER / "paper").glob("*.pdf"))
    links = "".join(
        f'<li><a href="paper/{html.escape(s.name)}">{html.escape(s.stem)}</a>' for s in sheets
    )
    yield f"<h2>paper</h2><ul>{links}</ul>"


def by_room(folder: Path) -> dict[str, list[Path]]:
    rooms: dict[str, list[Path]] = defaultdict(list)
    for picture in sorted(folder.glob("*.png")):
        rooms[picture.name.split(".")[0].split("-")[0]].append(picture)
    return rooms


def figure(picture: Path) -> str:
    name, width, scheme = picture.stem.rsplit("~", 2)
    text = picture.with_name(f"{name}.txt")
    as_text = (
        f' <a href="{html.escape(str(text.relative_to(FOLDER)))}">as text</a>'
        if text.exists()
        else ""
    )
    path = html.escape(str(picture.relative_to(FOLDER)))
    return (
        f'<figure data-way="{width}-{scheme}" data-width="{width}"><a href="{path}">'
        f'<img loading="lazy" alt="" src="{path}"></a>'
        f"<figcaption>{html.escape(name)}{as_text}</figcaption></figure>"
    )


if __name__ == "__main__":
    sys.exit(main())
