"""What is in `deploy/`: as far as it can be known without a server, it fits the house."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from community.config import DEFAULTS
from tests.architecture.source import HOUSE
from tools.setup import LOCKS

DEPLOY = HOUSE / "deploy"
BIN = str(Path(sys.executable).parent)
UNITS = DEPLOY / "systemd"
SETTINGS = {f"COMMUNITY_{name}" for name in (*DEFAULTS, "INSTANCE")}
COMMANDS = dict(
    line.split(": exec ", 1) for line in (HOUSE / "Procfile").read_text().splitlines() if line
)


def web_on(host: str) -> str:
    return COMMANDS["web"].replace("$HOST", host).replace("$PORT", "8000")


def started_by(unit: str) -> str:
    found = re.search(r"^ExecStart=/opt/kenniskring/\.venv/bin/(.*)$", (UNITS / unit).read_text(),
                      re.MULTILINE)  # fmt: skip
    assert found
    return found[1]


def test_the_services_do_what_the_procfile_does():
    """The soaks try that out: how a worker is renewed under load hangs on these very words."""
    assert started_by("kenniskring-web.service") == web_on("127.0.0.1")
    assert started_by("kenniskring-worker.service") == COMMANDS["worker"]
    reload = "ExecReload=/bin/kill -HUP $MAINPID"
    assert reload in (UNITS / "kenniskring-web.service").read_text()


def test_the_image_starts_what_the_procfile_starts():
    words = re.findall(r"^CMD (\[.*\])$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    assert json.loads(words[-1]) == web_on("0.0.0.0").split()  # noqa: S104


def test_commands_of_the_services_exist(app):
    """Those that systemd starts by the clock, and those of the compose file."""
    text = "\n".join(path.read_text() for path in UNITS.glob("*.service"))
    called = set(re.findall(r"flask --app app (\w+)", text))
    for service in compose()["services"].values():
        command = service.get("command", [])
        called |= {command[3]} if command[:1] == ["flask"] else set()
    assert called >= {"worker", "check", "backup", "db"}
    assert called - set(app.cli.list_commands(None)) == set()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_finds_nothing_wrong_with_them_and_little_that_they_may(tmp_path):
    (tmp_path / "systemd").mkdir()
    for path in UNITS.rglob("*.*"):
        if path.is_file():
            there = tmp_path / "systemd" / path.relative_to(UNITS)
            there.parent.mkdir(exist_ok=True)
            # The programs are here, wherever this house stands.
            text = path.read_text().replace(
                "/opt/kenniskring/.venv/bin", str(Path(sys.executable).parent)
            )
            there.write_text(text.replace("/opt/kenniskring", str(HOUSE)))
    env = {
        **os.environ,
        "SYSTEMD_UNIT_PATH": f"{tmp_path}/systemd:",
        "SYSTEMD_LOG_LEVEL": "warning",
    }
    units = sorted(path for path in (tmp_path / "systemd").glob("*.*") if path.is_file())
    verify = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units]
    done = subprocess.run(verify, env=env, check=False, capture_output=True, text=True)
    ours = [line for line in done.stderr.splitlines() if "kenniskring" in line]
    assert (done.returncode, ours) == (0, [])


def test_every_service_has_the_one_set_of_limits():
    """A drop-in for the whole family: one that has no dash in its name would go without."""
    assert all(path.name.startswith("kenniskring-") for path in UNITS.glob("*.service"))
    limits = (UNITS / "kenniskring-.service.d" / "house.conf").read_text()
    for limit in ("NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=\n",
                  "UMask=0027", "StateDirectoryMode=0750", "User=kenniskring"):  # fmt: skip
        assert limit in limits


def test_no_service_asks_systemd_for_the_name_of_its_folder():
    """The limits give each the house's own as well: then the name is of two, with a colon between,
    and the copy of the night went nowhere."""
    units = list(UNITS.glob("*.service"))
    assert units
    for unit in units:
        told = "".join(line for line in unit.read_text().splitlines() if not line.startswith("#"))
        assert "STATE_DIRECTORY" not in told, unit.name
        for folder in re.findall(r"/var/lib/(kenniskring-\w+)/", told):
            assert f"StateDirectory={folder}" in told


def test_no_file_names_a_setting_that_is_none():
    texts = {path.name: path.read_text() for path in DEPLOY.rglob("*") if path.is_file()}
    named = {name: set(re.findall(r"COMMUNITY_[A-Z_]+[A-Z]", text)) for name, text in texts.items()}
    assert any(named.values())
    assert {name: wrong for name, known in named.items() if (wrong := known - SETTINGS)} == {}


def compose() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return told


def test_the_compose_file_is_one_whole():
    told = compose()
    services, volumes = told["services"], set(told["volumes"])
    published = {name for name, service in services.items() if "ports" in service}
    assert published == {"proxy"}, "only the proxy is reached from outside"
    for name, service in services.items():
        assert "image" in service, name
        assert set(service.get("depends_on", [])) <= set(services), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in volumes or (DEPLOY / source).is_file(), volume
    for name in ("web", "worker", "migrate"):
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["read_only"] is True
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text()))
    given = set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "compose.env").read_text(), re.MULTILINE))
    assert asked == given


def test_the_image_gets_all_that_the_house_runs_from_and_nothing_else(tmp_path):
    """Neither a key nor what people wrote; and without what stays out, the house still opens."""
    rules = [line for line in (HOUSE / ".dockerignore").read_text().splitlines()
             if line and not line.startswith("#")]  # fmt: skip
    goes = [rule[1:] for rule in rules if rule.startswith("!")]
    assert rules[0] == "*"
    assert not any(fnmatch(private, each) for private in ("instance", ".env", ".git", "tests")
                   for each in goes)  # fmt: skip
    for each in goes:
        there = tmp_path / each
        there.parent.mkdir(parents=True, exist_ok=True)
        there.symlink_to(HOUSE / each)
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", (DEPLOY / "Containerfile").read_text(),
                        re.MULTILINE)  # fmt: skip
    assert {word for line in copied for word in line.split()} - {"."} <= set(goes)
    env = {**os.environ, "COMMUNITY_INSTANCE": str(tmp_path / "instance"), "PYTHONSAFEPATH": "1",
           "PYTHONPATH": str(tmp_path)}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", "import app, tools.words; print(app.app.name)"],
        cwd=tmp_path, env=env, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.stdout.strip(), done.returncode) == ("community", 0), done.stderr


def test_the_image_installs_what_a_lock_names_by_its_hash_and_runs_as_nobody():
    text = (DEPLOY / "Containerfile").read_text()
    (lock,) = re.findall(r"^ARG LOCK=(\w+)$", text, re.MULTILINE)
    assert "==" in (LOCKS / f"{lock}.txt").read_text()
    assert "--require-hashes --no-deps" in text
    assert "npm ci --ignore-scripts" in text
    assert re.findall(r"^USER (.*)$", text, re.MULTILINE) == ["10001:10001"]


def test_redis_keeps_a_queue_with_what_its_lock_installs():
    run, redis = ((LOCKS / f"{name}.txt").read_text() for name in ("run", "redis"))
    pinned = re.compile(r"^([\w.-]+==[^ ;\\]+)", re.MULTILINE)
    assert set(pinned.findall(run)) <= set(pinned.findall(redis))
    assert re.search(r"^redis==", redis, re.MULTILINE)


@pytest.mark.parametrize("name", ["Caddyfile", "compose.Caddyfile", "nginx.conf"])
def test_a_proxy_keeps_the_figures_in_and_lets_pictures_through(name):
    text = (DEPLOY / name).read_text()
    assert re.search(r"respond /metrics 404|location = /metrics \{\s+return 404", text)
    assert re.search(r"max_size 12MB|client_max_body_size 12m", text)


@pytest.mark.parametrize("name", ["Caddyfile", "compose.Caddyfile", "nginx.conf"])
def test_a_proxy_keeps_no_connection_to_a_house_that_may_be_reloaded(name):
    """It may not send a POST again that it sent as the connection was being closed."""
    text = (DEPLOY / name).read_text()
    assert re.search(r"keepalive off|proxy_set_header Connection close;", text)
