"""The addresses of this room, by who may come in."""

#: The link is derived from the guest; a wrong one is not found.
OPEN = {"table_place.show"}
HOSTS = {
    "table_paper.index",
    "table_paper.overview",
    "table_paper.personal_cards",
    "table_paper.screen",
    "table_paper.table_cards",
    "table_plans.lock",
    "table_plans.propose",
    "table_plans.put",
    "table_plans.show",
    "table_plans.stand",
    "table_plans.stop",
    "table_plans.undo",
    "table_repairs.apply",
    "table_repairs.show",
    "table_setting.drop_wish",
    "table_setting.give_up",
    "table_setting.guest",
    "table_setting.people",
    "table_setting.set_up",
    "table_setting.wish",
}
