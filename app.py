"""The application, for Granian and the `flask` command."""

from community import create_app

app = create_app()
