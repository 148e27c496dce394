"""the public themes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: Slug, Dutch label, English label; their order is the order of every list.
THEMES = [
    ("techniek-reparatie", "Repareren & klussen", "Repairing & DIY"),
    ("textiel-handwerk", "Textiel & handwerk", "Textiles & needlework"),
    ("koken-voeding", "Koken & voeding", "Cooking & food"),
    ("tuin-natuur", "Tuin, natuur & dieren", "Garden, nature & animals"),
    ("duurzaam-wonen", "Duurzaam wonen & energie", "Sustainable living & energy"),
    ("nederlands-taal", "Nederlands leren & taalmaatjes", "Learning Dutch & language buddies"),
    ("talen-culturen", "Talen & culturen", "Languages & cultures"),
    ("lezen-literatuur", "Lezen & literatuur", "Reading & literature"),
    ("schrijven-verhalen", "Schrijven & levensverhalen", "Writing & life stories"),
    ("digitaal", "Digitaal & computer", "Digital & computers"),
    ("maken-programmeren", "Maken, programmeren & AI", "Making, coding & AI"),
    ("geld-recht", "Geld, formulieren & recht", "Money, forms & law"),
    ("werk-ondernemen", "Werk & ondernemen", "Work & business"),
    ("leren-opvoeden", "Leren, school & opvoeden", "Learning, school & parenting"),
    ("gezondheid-bewegen", "Gezondheid & bewegen", "Health & movement"),
    ("zorg-steun", "Zorg, steun & ervaringskennis", "Care, support & lived experience"),
    ("lokale-geschiedenis", "Lokale geschiedenis & erfgoed", "Local history & heritage"),
    ("beeld-kunst", "Beeldende kunst & fotografie", "Visual arts & photography"),
    ("muziek-podium", "Muziek, dans & theater", "Music, dance & theatre"),
    ("denken-debat", "Filosofie, gesprek & wetenschap", "Philosophy, dialogue & science"),
    ("democratie-buurt", "Democratie, buurt & samenleven", "Democracy, neighbourhood & society"),
    ("spel-sport-hobby", "Spel, sport & hobby", "Games, sport & hobbies"),
]

theme = sa.table(
    "theme",
    sa.column("slug", sa.String),
    sa.column("label", sa.String),
    sa.column("label_en", sa.String),
    sa.column("position", sa.Integer),
)


def upgrade() -> None:
    op.bulk_insert(
        theme,
        [
            {"slug": slug, "label": label, "label_en": label_en, "position": position}
            for position, (slug, label, label_en) in enumerate(THEMES, start=1)
        ],
    )


def downgrade() -> None:
    link = sa.table("gathering_theme", sa.column("theme_id", sa.Integer))
    op.execute(sa.delete(link))
    op.execute(sa.delete(theme))
