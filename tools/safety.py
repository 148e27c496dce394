"""Looks at the house with bandit and rules of our own (`make security`), and says what is in it.

Both work without network, in an environment of their own, made the first time.
`make sbom` writes `sbom/python.json` and `sbom/npm.json`, in CycloneDX, from the locks alone.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.setup import HOUSE, LOCKS, TOOLS, digest, install, make_venv, stamp, stamped

BIN = TOOLS / "security" / "bin"
RULES = HOUSE / "tools" / "semgrep"
SCAN = ("scan", "--metrics", "off", "--disable-version-check", "--no-git-ignore", "--jobs", "2")
#: What must break the rules, and as which file.
BROKEN = {
    "broken_python.txt": "community/accounts/broken.py",
    "broken_page.txt": "templates/broken.html",
    "broken_script.txt": "frontend/js/broken.js",
}


def security() -> int:
    """Every check, also after one failed."""
    results = [bandit(), rules_see(), rules_hold()]
    return 0 if all(results) else 1


def bandit() -> bool:
    settings = ("--quiet", "--configfile", "pyproject.toml", "--recursive")
    return _good("bandit", BIN / "bandit", *settings, "app.py", "community", "migrations", "tools")


def rules_hold() -> bool:
    looked_at = ("community", "templates", "frontend/js")
    return _good("rules", BIN / "semgrep", *SCAN, "--quiet", "--error", *_config(), *looked_at)


def rules_see() -> bool:
    """Whether every rule finds what is broken on purpose; else it would hold nothing."""
    with tempfile.TemporaryDirectory() as folder:
        for name, path in BROKEN.items():
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(RULES / name, Path(folder) / path)
        command = [str(BIN / "semgrep"), *SCAN, "--quiet", "--json", *_config(), "."]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    answer = json.loads(done.stdout or '{"results": []}')
    seen = {result["check_id"].rpartition(".")[2] for result in answer["results"]}
    blind = sorted(set(_names()) - seen)
    print(f"examples   {'NOT SEEN: ' + ', '.join(blind) if blind else 'ok'}", flush=True)
    return not blind


def sbom() -> int:
    """What the house is made of: every package of the locks, with its version and its hashes."""
    folder = HOUSE / "sbom"
    folder.mkdir(exist_ok=True)
    ours = ("--pyproject", "pyproject.toml", "--output-reproducible", "--of", "JSON")
    python = _good(
        "python", BIN / "cyclonedx-py", "requirements", *ours,
        "-o", folder / "python.json", "requirements/run.txt",
    )  # fmt: skip
    (folder / "npm.json").write_text(json.dumps(_of_npm(), indent=2) + "\n", encoding="utf-8")
    print(f"npm        ok\nin {folder.relative_to(HOUSE)}/", flush=True)
    return 0 if python else 1


def _of_npm() -> dict[str, object]:
    """npm's own lock as CycloneDX; unlike `npm sbom` it asks for nothing to be installed."""
    lock = json.loads((HOUSE / "package-lock.json").read_text(encoding="utf-8"))
    house = lock["packages"][""]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": "house", "name": house.get("name", "kenniskring"),
            },
        },
        "components": [
            _component(path, package)
            for path, package in sorted(lock["packages"].items())
            if path and not package.get("link")
        ],
    }  # fmt: skip


def _component(path: str, package: dict[str, object]) -> dict[str, object]:
    name = path.rpartition("node_modules/")[2]
    purl = f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"
    made: dict[str, object] = {
        "type": "library", "bom-ref": f"{path}@{package['version']}", "name": name,
        "version": package["version"], "purl": purl,
        "scope": "optional" if package.get("dev") or package.get("optional") else "required",
    }  # fmt: skip
    if licence := package.get("license"):
        made["licenses"] = [{"expression": licence}]
    kind, _, digest = str(package.get("integrity", "")).partition("-")
    if digest:
        content = base64.b64decode(digest).hex()
        made["hashes"] = [{"alg": f"SHA-{kind.removeprefix('sha')}", "content": content}]
    return made


def _config() -> list[str]:
    return [word for path in sorted(RULES.glob("*.yml")) for word in ("--config", str(path))]


def _names() -> list[str]:
    lines = [
        line
        for path in sorted(RULES.glob("*.yml"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [line.split(":")[1].strip() for line in lines if line.startswith("  - id:")]


def _good(name: str, *command: object) -> bool:
    done = subprocess.run([str(word) for word in command], cwd=HOUSE, check=False)
    print(f"{name:<10} {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
    return done.returncode == 0


def tools() -> None:
    """Install what looks, apart from the house: what it needs does not go together with ours."""
    lock = LOCKS / "security.txt"
    if not stamped("security.stamp", digest(lock)):
        make_venv(BIN.parent)
        install(BIN.parent, lock)
        stamp("security.stamp", digest(lock))


if __name__ == "__main__":
    tools()
    sys.exit({"security": security, "sbom": sbom}[sys.argv[1]]())
