"""The addresses of this room, by who may come in."""

LIBRARIANS = {
    "topic_merging.look",
    "topic_merging.merge",
    "topics.edit",
    "topics.index",
    "topics.new",
    "topics.remove",
}
