"""The addresses of this room, by who may come in."""

OPEN = {"meetlat_public.show"}
MANAGERS = {"meetlat_public.choose"}

LIBRARIANS = {
    "meetlat.index",
    "meetlat_files.download",
    "meetlat.indicator",
    "metingen.beside",
    "metingen.freeze",
    "metingen.index",
    "metingen.reckon",
    "metingen.show",
    "meetlat.work_out_again",
}
