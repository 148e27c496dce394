"""The addresses of this room, by who may come in."""

OPEN = {
    "own_kunde.confirm",
    "own_kunde.refuse",
    "own_skill.confirm",
    "own_skill.find",
    "own_skill.refuse",
    "own_skill.show",
}
SIGNED_IN = {
    "my_skills.confirm",
    "my_skills.index",
    "my_skills.remove",
    "my_skills.rest",
}
LIBRARIANS = {
    "skills.index",
    "skills.new",
    "skills.new_of",
    "skills.remove",
    "skills.show",
    "skills.slip",
    "skills.spoken",
}
OF_THE_RESIDENT = SIGNED_IN - {"my_skills.index"}
