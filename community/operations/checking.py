"""Looking at everything there is to look at, each apart from the others."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from community.checks import Check, Finding, registered, wrong
from community.db import session


def check_all() -> dict[str, Finding]:
    """How everything stands, by its name; what cannot be looked at is wrong, and says so."""
    return {name: _looked(check) for name, check in registered().items()}


def _looked(check: Check) -> Finding:
    try:
        return check()
    except SQLAlchemyError as error:
        why = type(getattr(error, "orig", None) or error).__name__
        return wrong(
            f"The database did not answer ({why}).",
            "If `migrations` is wrong, that is why. Otherwise check that the database is running"
            " (systemctl status postgresql), and COMMUNITY_DATABASE_URL.",
        )
    except Exception as error:
        return wrong(f"Could not be checked ({type(error).__name__}).", "See the log.")
    finally:
        session().rollback()
