"""Looking at the work that is done aside: the worker, its jobs, and the mail it brings away."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import current_app

from community.checks import Finding, good, look, look_at, wrong
from community.clock import now
from community.db import session
from community.jobs import clock
from community.jobs.queue import PARTS, Run, last_beat, last_run, queue_of
from community.outbox import queries as outbox
from community.outbox.failures import ServerAway
from community.outbox.transport import opened

#: Longer than any part of the worker is ever silent of its own accord.
SILENCE = timedelta(minutes=3)
#: Mail is meant to be there within a minute; this is when somebody should go and look.
BEHIND = timedelta(minutes=15)
#: And this is when people have missed something.
FAR_BEHIND = timedelta(hours=4)
#: Mail that was given up longer ago is no news.
NEWS = timedelta(days=7)
#: On top of a job's own minutes.
GRACE = timedelta(minutes=15)
#: For a mail server that does not answer: who looks will not wait for half a minute.
PATIENCE = "timeout=5"

_SEE = "See what it says: journalctl -u kenniskring-worker"


def register() -> None:
    look_at("worker", worker)
    look_at("jobs", jobs)
    look_at("mail server", mail_server)
    look_at("mail", mail)


def worker() -> Finding:
    """Whether every part of the worker said a moment ago that it lives."""
    beats = {part: last_beat(queue_of(current_app), part) for part in PARTS}
    if not any(beats.values()):
        return wrong(
            "No worker was ever here: no mail leaves, and nothing is done by the clock.",
            "Start it: systemctl enable --now kenniskring-worker (or: flask --app app worker)",
        )
    silent = [part for part, at in beats.items() if at is None or now() - at > SILENCE]
    if silent:
        latest = max(at for at in beats.values() if at)
        return wrong(
            f"Silent: {', '.join(silent)}. The last that was heard of it was {ago(now() - latest)}"
            " ago.",
            f"Start it again: systemctl restart kenniskring-worker. {_SEE}",
        )
    return good("All parts of it live.")


def jobs() -> Finding:
    queue = queue_of(current_app)
    runs = {job: last_run(queue, job.name) for job in clock.registered() if not job.aside}
    failed = sorted(job.name for job, run in runs.items() if run and not run.well)
    late = sorted(job.name for job, run in runs.items() if run and is_late(job, run))
    if failed:
        return look(f"Went wrong the last time: {', '.join(failed)}.", _SEE)
    if late:
        return look(f"Not done in time: {', '.join(late)}.", _SEE)
    if not any(runs.values()):
        return look("Not one was ever done here.", "Start the worker.")
    longest = max((run.seconds, job.name) for job, run in runs.items() if run)
    return good(f"{len(runs)} done in time; the longest took {longest[0]:.1f} s ({longest[1]}).")


def is_late(job: clock.Job, run: Run) -> bool:
    return now() - run.at > timedelta(minutes=job.minutes) + GRACE


def mail_server() -> Finding:
    """Whether the way out is open: connected and signed in, and nothing sent."""
    url = str(current_app.config["MAIL_URL"])
    parts = urlsplit(url)
    if parts.scheme == "file":
        says = f"Mail is written to {parts.path} and reaches nobody."
        if current_app.config["PRODUCTION"]:
            return wrong(says, "Set COMMUNITY_MAIL_URL=smtp://user:password@mail.example.org:587")
        return good(says)
    with opened(parts._replace(query=PATIENCE).geturl()) as way:
        try:
            way.make_ready()
        except ServerAway as error:
            return wrong(
                f"{parts.hostname} does not let us in: {error.why}.",
                "Look at COMMUNITY_MAIL_URL, and whether this machine may go out on that port."
                " Mail that is owed waits; none of it is lost.",
            )
    return good(f"{parts.hostname} lets us in.")


def mail() -> Finding:
    moment = now()
    stands = outbox.state(session(), moment)
    late = moment - stands.oldest_due_at if stands.oldest_due_at else timedelta()
    if late > BEHIND:
        return (wrong if late > FAR_BEHIND else look)(
            f"{stands.owed} should have left; the oldest has waited {ago(late)}.",
            "Look at the two lines above: the worker brings it away, through the mail server.",
        )
    if given_up := outbox.count_given_up(session(), moment - NEWS):
        return look(
            f"{given_up} of this week were given up.",
            "Each library sees its own at /beheer/post, and why. When the mail server was to"
            " blame: flask --app app outbox retry",
        )
    return good(f"{stands.owed} on its way." if stands.owed else "All of it left.")


def ago(since: timedelta) -> str:
    """`3 minutes`, `5 hours`, `2 days`: as exact as anybody needs it."""
    seconds = since.total_seconds()
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} seconds"
