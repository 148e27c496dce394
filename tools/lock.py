"""`make lock`: resolved for every platform and every Python from 3.11 on; no index, no path."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = "pyproject.toml"
UV = Path(sys.executable).with_name("uv")
LOCKS = {
    "test": [PROJECT, "--extra", "test", "--extra", "semantic"],
    "semantic": [PROJECT, "--extra", "semantic", "--constraint", "requirements/test.txt"],
    "redis": [PROJECT, "--extra", "redis", "--constraint", "requirements/test.txt"],
    "run": [PROJECT, "--constraint", "requirements/test.txt"],
    "node": ["requirements/node.in"],
    "security": ["requirements/security.in"],
}
HOW = (
    *("--quiet", "--universal", "--upgrade", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock"),
)


def main() -> None:
    # Alone on the published index: what this machine's own settings add must not land in a lock.
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "UV_"))}
    for name, what in LOCKS.items():
        command = [str(UV), "pip", "compile", *HOW, *what, "--output-file"]
        subprocess.run([*command, f"requirements/{name}.txt"], env=env, check=True)


if __name__ == "__main__":
    main()
