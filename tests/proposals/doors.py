"""The addresses of this room, by who may come in."""

from __future__ import annotations

OPEN = {
    "own_proposals.by_link",
    "own_proposals.confirm",
    "own_proposals.reply_by_link",
    "own_proposals.reword_by_link",
    "own_proposals.withdraw_by_link",
    "proposal_backing.by_link",
    "proposal_backing.confirm",
    "proposal_backing.join",
    "proposal_backing.leave_by_link",
    "proposal_writing.look_in_your_mail",
    "proposal_writing.new",
    "proposals.index",
    "proposals.show",
    "proposals.show_by_number",
}
SIGNED_IN = {
    "own_proposals.reply",
    "own_proposals.reword",
    "own_proposals.show",
    "own_proposals.withdraw",
    "proposal_backing.leave",
    "proposal_dates.add",
    "proposal_dates.ask",
    "proposal_dates.index",
    "proposal_dates.remove",
}
LIBRARIANS = {
    "proposals_desk.ask",
    "proposals_desk.decline",
    "proposals_desk.index",
    "proposals_desk.plan",
    "proposals_desk.show",
    "proposals_spoken.back",
    "proposals_spoken.back_known",
    "proposals_spoken.called",
    "proposals_spoken.propose",
    "proposals_spoken.propose_known",
}
MANAGERS = {"proposal_term.settings"}
OF_WHO_PROPOSED_IT = {
    "own_proposals.reply",
    "own_proposals.reword",
    "own_proposals.show",
    "own_proposals.withdraw",
}
OF_WHO_CHOOSES_DAYS = {each for each in SIGNED_IN if each.startswith("proposal_dates.")}
