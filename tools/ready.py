"""Brings the database up to date and fills an empty one with the demo town, for `make run`.

One process for both: importing the house takes longer than either.
"""

from __future__ import annotations

import flask_migrate

from app import app


def main() -> None:
    with app.app_context():
        flask_migrate.upgrade()
    filled = app.test_cli_runner().invoke(args=["demo", "--if-empty"])
    print(filled.output, end="")
    raise SystemExit(filled.exit_code)


if __name__ == "__main__":
    main()
