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

_SEE = "See its log: journalctl -u kenniskring-worker"


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
            "The worker has never run: no mail is sent, and no scheduled job is done.",
            "Start it: systemctl enable --now kenniskring-worker (or: flask --app app worker)",
        )
    silent = [part for part, at in beats.items() if at is None or now() - at > SILENCE]
    if silent:
        latest = max(at for at in beats.values() if at)
        return wrong(
            f"Silent: {', '.join(silent)}. Last heard of {ago(now() - latest)} ago.",
            f"Restart it: systemctl restart kenniskring-worker. {_SEE}",
        )
    return good("All parts are running.")


def jobs() -> Finding:
    queue = queue_of(current_app)
    runs = {job: last_run(queue, job.name) for job in clock.registered() if not job.aside}
    failed = sorted(job.name for job, run in runs.items() if run and not run.well)
    late = sorted(job.name for job, run in runs.items() if run and is_late(job, run))
    if failed:
        return look(f"Failed last time: {', '.join(failed)}.", _SEE)
    if late:
        return look(f"Late: {', '.join(late)}.", _SEE)
    if not any(runs.values()):
        return look("No job has run yet.", "Start the worker.")
    longest = max((run.seconds, job.name) for job, run in runs.items() if run)
    return good(f"All {len(runs)} on time; the longest took {longest[0]:.1f} s ({longest[1]}).")


def is_late(job: clock.Job, run: Run) -> bool:
    return now() - run.at > timedelta(minutes=job.minutes) + GRACE


def mail_server() -> Finding:
    """Whether the way out is open: connected and signed in, and nothing sent."""
    url = str(current_app.config["MAIL_URL"])
    parts = urlsplit(url)
    if parts.scheme == "file":
        says = f"Mail is written to {parts.path} and not sent."
        if current_app.config["PRODUCTION"]:
            return wrong(says, "Set COMMUNITY_MAIL_URL=smtp://user:password@mail.example.org:587")
        return good(says)
    with opened(parts._replace(query=PATIENCE).geturl()) as way:
        try:
            way.make_ready()
        except ServerAway as error:
            return wrong(
                f"Could not connect to {parts.hostname}: {error.why}.",
                "Check COMMUNITY_MAIL_URL, and whether this machine may connect to that port."
                " Mail waits meanwhile; none of it is lost.",
            )
    return good(f"Connected to {parts.hostname}.")


def mail() -> Finding:
    moment = now()
    stands = outbox.state(session(), moment)
    late = moment - stands.oldest_due_at if stands.oldest_due_at else timedelta()
    if late > BEHIND:
        return (wrong if late > FAR_BEHIND else look)(
            f"{stands.owed:,} waiting; the oldest should have been sent {ago(late)} ago.",
            "See the worker and the mail server above: the one sends it through the other.",
        )
    if given_up := outbox.count_given_up(session(), moment - NEWS):
        return look(
            f"{given_up:,} given up this week.",
            "Each library sees its own, and why, at /beheer/post. If the mail server was to blame:"
            " flask --app app outbox retry",
        )
    return good(f"{stands.owed:,} on its way." if stands.owed else "All sent.")


def ago(since: timedelta) -> str:
    """`3 minutes`, `5 hours`, `2 days`: as exact as anybody needs it."""
    seconds = since.total_seconds()
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} seconds"
