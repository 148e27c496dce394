"""A process goes on with the pages and words that it was started with.

Between `git merge` and the reload the files are of the next version already, and templates and
catalogues are read when they are first asked for: an old worker would put a new page around what an
old view gives it. So all sources are read when the house is opened; what is made of them (seven
times as much memory, and seconds) still waits until somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from flask import Flask
from flask_babel import force_locale, get_domain
from jinja2 import BaseLoader, Environment, TemplateNotFound

from community.web.assets import FrontEndNotBuilt, read_manifest


class Templates(BaseLoader):
    """All templates of a folder, as they are now."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources = {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in folder.rglob("*")
            if path.is_file()
        }

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """With the name of the file, for who reads what went wrong."""
        if template not in self._sources:
            raise TemplateNotFound(template)
        return self._sources[template], str(self._folder / template), lambda: True

    def list_templates(self) -> list[str]:
        return sorted(self._sources)


def keep(app: Flask) -> None:
    """Read what a process would otherwise read later; not while somebody builds at it."""
    if app.debug:
        return
    app.jinja_loader = Templates(Path(app.root_path, str(app.template_folder)))
    with app.app_context():
        for code in app.config["SPOKEN"]:
            with force_locale(code):
                get_domain().get_translations()
    with suppress(FrontEndNotBuilt):  # Who runs a command may have no front end.
        read_manifest(Path(app.static_folder or "static", "dist", "manifest.json"))
