"""what people know, offer and ask, and what is looked at"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

TABLES = [
    "moderation_case",
    "skill",
    "entry",
    "report",
    "skill_term",
    "skill_theme",
    "entry_branch",
    "entry_term",
    "entry_theme",
]


def upgrade() -> None:
    op.create_table(
        "moderation_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(40), nullable=True),
        sa.Column("rule", sa.String(40), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("appeals_id", sa.Integer(), nullable=True),
        sa.Column("appeal", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict <> 'refused' OR (rule IS NOT NULL AND reason <> '')",
            name=op.f("ck_moderation_case_refused_by_a_rule"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (verdict IS NULL)", name=op.f("ck_moderation_case_decided")
        ),
        sa.ForeignKeyConstraint(
            ["appeals_id"],
            ["moderation_case.id"],
            name=op.f("fk_moderation_case_appeals_id_moderation_case"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["person.id"],
            name=op.f("fk_moderation_case_author_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["person.id"],
            name=op.f("fk_moderation_case_decided_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_moderation_case_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_case")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_moderation_case_appeals_id"), "moderation_case", ["appeals_id"])
    op.create_index(op.f("ix_moderation_case_author_id"), "moderation_case", ["author_id"])
    op.create_index(op.f("ix_moderation_case_decided_by_id"), "moderation_case", ["decided_by_id"])
    op.create_index(
        op.f("ix_moderation_case_library_id_decided_at"),
        "moderation_case",
        ["library_id", "decided_at"],
    )
    op.create_index(
        "uq_moderation_case_open",
        "moderation_case",
        ["library_id", "subject_kind", "subject_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )

    op.create_table(
        "skill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("own_words", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("sign_up_id", sa.Integer(), nullable=True),
        sa.Column("agreed_how", sa.String(40), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_before_id", sa.Integer(), nullable=True),
        sa.Column("agreed_words", sa.String(length=500), nullable=False),
        sa.Column("confirmed_how", sa.String(40), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_before_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_words", sa.String(length=500), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("own_words <> ''", name=op.f("ck_skill_said")),
        sa.CheckConstraint(
            "state = 'draft' OR confirmed_at IS NOT NULL", name=op.f("ck_skill_confirmed_by_a_yes")
        ),
        sa.CheckConstraint(
            "(agreed_at IS NULL) = (agreed_how IS NULL)", name=op.f("ck_skill_agreed_how")
        ),
        sa.ForeignKeyConstraint(
            ["agreed_before_id"],
            ["person.id"],
            name=op.f("fk_skill_agreed_before_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_before_id"],
            ["person.id"],
            name=op.f("fk_skill_confirmed_before_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_skill_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_skill_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_skill_agreed_before_id"), "skill", ["agreed_before_id"])
    op.create_index(op.f("ix_skill_confirmed_before_id"), "skill", ["confirmed_before_id"])
    op.create_index(op.f("ix_skill_library_id_state"), "skill", ["library_id", "state"])
    op.create_index(op.f("ix_skill_person_id"), "skill", ["person_id"])
    op.create_index("uq_skill_sign_up", "skill", ["library_id", "sign_up_id"], unique=True)

    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(40), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=140), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("forms", sa.String(200), nullable=False),
        sa.Column("moments", sa.String(200), nullable=False),
        sa.Column("spots", sa.String(200), nullable=False),
        sa.Column("tongues", sa.String(200), nullable=False),
        sa.Column("how_often", sa.String(40), nullable=True),
        sa.Column("seen_by", sa.String(40), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_words", sa.String(length=500), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("age_said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_why", sa.String(length=20), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "direction = 'request' OR NOT is_anonymous", name=op.f("ck_entry_offers_have_a_name")
        ),
        sa.CheckConstraint(
            "hidden_at IS NULL OR hidden_why <> ''", name=op.f("ck_entry_hidden_why")
        ),
        sa.CheckConstraint(
            "state <> 'open' OR age_said_at IS NOT NULL", name=op.f("ck_entry_not_by_a_child")
        ),
        sa.CheckConstraint(
            "state NOT IN ('open', 'paused', 'expired')"
            " OR (opened_at IS NOT NULL AND expires_at IS NOT NULL)",
            name=op.f("ck_entry_open_until"),
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_entry_said")),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_entry_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_entry_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"], ["skill.id"], name=op.f("fk_entry_skill_id_skill"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_entry_library_id_direction_state"), "entry", ["library_id", "direction", "state"]
    )
    op.create_index(op.f("ix_entry_person_id"), "entry", ["person_id"])
    op.create_index(op.f("ix_entry_skill_id"), "entry", ["skill_id"])

    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("was_there", sa.Boolean(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["moderation_case.id"],
            name=op.f("fk_report_case_id_moderation_case"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_report_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"],
            ["person.id"],
            name=op.f("fk_report_reporter_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("case_id", "reporter_id", name=op.f("uq_report_case_id_reporter_id")),
    )
    op.create_index(op.f("ix_report_library_id"), "report", ["library_id"])
    op.create_index(op.f("ix_report_reporter_id"), "report", ["reporter_id"])

    op.create_table(
        "skill_term",
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["skill.id"],
            name=op.f("fk_skill_term_skill_id_skill"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_skill_term_term_id_term"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("skill_id", "term_id", name=op.f("pk_skill_term")),
    )
    op.create_index(op.f("ix_skill_term_term_id"), "skill_term", ["term_id"])

    op.create_table(
        "skill_theme",
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["skill.id"],
            name=op.f("fk_skill_theme_skill_id_skill"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_skill_theme_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("skill_id", "theme_id", name=op.f("pk_skill_theme")),
    )
    op.create_index(op.f("ix_skill_theme_theme_id"), "skill_theme", ["theme_id"])

    op.create_table(
        "entry_branch",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"],
            ["branch.id"],
            name=op.f("fk_entry_branch_branch_id_branch"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entry.id"],
            name=op.f("fk_entry_branch_entry_id_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "branch_id", name=op.f("pk_entry_branch")),
    )
    op.create_index(op.f("ix_entry_branch_branch_id"), "entry_branch", ["branch_id"])

    op.create_table(
        "entry_term",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entry.id"],
            name=op.f("fk_entry_term_entry_id_entry"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_entry_term_term_id_term"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "term_id", name=op.f("pk_entry_term")),
    )
    op.create_index(op.f("ix_entry_term_term_id"), "entry_term", ["term_id"])

    op.create_table(
        "entry_theme",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entry.id"],
            name=op.f("fk_entry_theme_entry_id_entry"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_entry_theme_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("entry_id", "theme_id", name=op.f("pk_entry_theme")),
    )
    op.create_index(op.f("ix_entry_theme_theme_id"), "entry_theme", ["theme_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
