"""Lets two strangers' tools loose on a running house: wapiti (what a page lets in) and sqlmap.

    python tools/probe.py wapiti http://127.0.0.1:8000 [address password]
    python tools/probe.py sqlmap http://127.0.0.1:8000 [address password]

Only on this very machine, for at most eight minutes (SECONDS), with a low claim to the processor;
DBMS=PostgreSQL tells sqlmap what answers. Both are found beside the Python that runs this, so: a
virtual environment of their own, with wapiti3 and sqlmap, and this file run in it. How, and what
was found last: docs/security.md.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

SECONDS = int(os.environ.get("SECONDS", "480"))
#: What it has begun by then, and the report, may take so much longer.
LATE = 120
DBMS = os.environ.get("DBMS", "SQLite")
#: What asks a server elsewhere for help (ssrf, xxe, log4shell, wapp …) is left out.
MODULES = "cookieflags,crlf,csp,csrf,exec,file,http_headers,permanentxss,redirect,sql,upload,xss"
#: Addresses with something to ask the database for. Each must be answered as it stands: of what is
#: refused two answers differ by their reference alone, which sqlmap takes for a sign of life.
ASKING = (
    "/{library}/agenda?q=taal&vestiging=ommen&thema=taal&soort=cursus&wanneer=week",
    "/{library}/kennis?q=fietsen&thema=taal&vorm=bij-de-bibliotheek&wanneer=evening",
    "/{library}/gesprekken?q=buurt&p=1",
    "/{library}/oogst?q=buurt",
    "/{library}/agenda.ics?q=taal&dag=2026-11-28",
    "/api/v1/{library}/gatherings?q=taal&voertaal=nl&wanneer=week&limit=20&taal=nl",
    "/api/v1/{library}/offers?q=fietsen&limit=20",
    "/{library}/beheer/activiteiten?q=taal&wat=alles&p=1",
    "/{library}/beheer/mensen?q=noor",
    "/{library}/beheer/post?p=1",
)


class Stop(SystemExit):
    """Ends with a sentence that says what is wrong."""


def cookie_of(house: str, address: str, password: str) -> str:
    """Come in as a person does, and give the cookie of that browser."""
    kept = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(kept))
    page = browser.open(f"{house}/inloggen/wachtwoord").read().decode()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    typed = {"email": address, "password": password, "csrf_token": found[1] if found else ""}
    # Over https a form is refused that says of no page of ours that it stood there.
    browser.addheaders = [("Referer", f"{house}/inloggen/wachtwoord")]
    browser.open(f"{house}/inloggen/wachtwoord", urllib.parse.urlencode(typed).encode())
    mine = browser.open(f"{house}/mijn").geturl()
    if not mine.endswith("/mijn"):
        raise Stop(f"{address} could not come in.")
    return "; ".join(f"{each.name}={each.value}" for each in kept)


def wapiti(house: str, cookie: str, folder: Path) -> list[str]:
    command = [
        "wapiti", "-u", f"{house}/", "--scope", "domain", "-m", MODULES, "--flush-session",
        "--store-session", str(folder / "session"), "--max-scan-time", str(SECONDS),
        "--max-links-per-page", "30", "--max-files-per-dir", "10",
        "--max-attack-time", str(max(15, SECONDS // 10)),
        "-d", "3", "-S", "normal", "--tasks", "2", "-x", f"{house}/uitloggen", "--no-bugreport",
        "-f", "txt", "-o", str(folder / "report.txt"), "-v", "1", "--color",
    ]  # fmt: skip
    return command + (["-C", cookie, "--drop-set-cookie"] if cookie else [])


def sqlmap(house: str, cookie: str, folder: Path) -> list[str]:
    with urllib.request.urlopen(f"{house}/sitemap.xml") as answer:  # noqa: S310  (our own machine)
        found = re.search(rf"{re.escape(house)}/([a-z0-9-]+)/", answer.read().decode())
    library = found[1] if found else "vechtdal"
    asked = folder / "addresses.txt"
    # Those of the desk first for who has one; for anybody else they are the door.
    paths = reversed(ASKING) if cookie else [path for path in ASKING if "/beheer/" not in path]
    asked.write_text("".join(f"{house}{path.format(library=library)}\n" for path in paths))
    command = [
        "sqlmap", "-m", str(asked), "--batch", "--dbms", DBMS, "--risk", "1", "--threads", "2",
        "--technique", "BEU", "--time-limit", str(SECONDS), "--output-dir", str(folder),
        "--flush-session", "--disable-coloring", "--ignore-code", "401,404,422", "--skip-waf",
    ]  # fmt: skip
    return command + (["--cookie", cookie] if cookie else [])


def main() -> int:
    if len(sys.argv) not in {3, 5} or sys.argv[1] not in {"wapiti", "sqlmap"}:
        raise Stop(__doc__ or "")
    which, house = sys.argv[1], sys.argv[2].rstrip("/")
    if urllib.parse.urlsplit(house).hostname not in {"127.0.0.1", "localhost"}:
        raise Stop("Only a house on this very machine.")
    cookie = cookie_of(house, *sys.argv[3:]) if sys.argv[3:] else ""
    folder = Path(tempfile.mkdtemp(prefix=f"{which}-"))
    command = {"wapiti": wapiti, "sqlmap": sqlmap}[which](house, cookie, folder)
    command[0] = str(Path(sys.executable).parent / command[0])
    print(f"Report in {folder}", flush=True)
    os.nice(15)
    try:
        return subprocess.run(command, check=False, timeout=SECONDS + LATE).returncode
    except subprocess.TimeoutExpired:
        print(f"Stopped after {SECONDS + LATE} seconds.")
        return 1


if __name__ == "__main__":
    sys.exit(main())
