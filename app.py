"""The application, for Granian and the `flask` command."""

from community import create_app
from community.web import as_started

app = create_app()
as_started.keep(app)
