"""What librarians read about the five acts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.acts.models import Act, Means

ACTS: dict[Act, LazyString] = {
    Act.ENRICH: _("Enrich"),
    Act.CONNECT: _("Connect"),
    Act.SUPPORT: _("Support it"),
    Act.SPREAD: _("Spread"),
    Act.ACTIVATE: _("Activate"),
}
WHAT: dict[Act, LazyString] = {
    Act.ENRICH: _("Put a source or a book beside what people say."),
    Act.CONNECT: _("Invite somebody who knows something about it, or wants to learn about it."),
    Act.SUPPORT: _("Give it a host, a format and a room."),
    Act.SPREAD: _("Publish the harvest, or mention it in the weekly e-mail."),
    Act.ACTIVATE: _("Ask a question that gets it going again, or plan the next date."),
}
DONE: dict[Means, LazyString] = {
    Means.SOURCE: _("A source was added"),
    Means.INVITATION: _("Somebody was invited"),
    Means.HOST: _("There is a host"),
    Means.FORMAT: _("There is a format"),
    Means.ROOM: _("There is a room"),
    Means.HARVEST: _("The harvest was published"),
    Means.DIGEST: _("It is in the weekly e-mail"),
    Means.QUESTION: _("A question was asked"),
    Means.GATHERING: _("The next date was planned"),
}
