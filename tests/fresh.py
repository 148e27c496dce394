"""A PostgreSQL database that every test finds as if it were new.

Copying one takes as long as it has files: with the first tables 15 ms, with the house's sixty some
300. So a worker keeps one, and what a test left there is put back. Who changed more than rows (a
test that takes a guard away, say) leaves a database that is not used again.
"""

from __future__ import annotations

import psycopg

from tests.postgres import Postgres

#: What stood in the tables when they were new, and how far their numbers were. What puts it back is
#: written out once, a statement for each table and each number, so that PostgreSQL plans it once.
_KEEP = """
    CREATE SCHEMA kept;
    -- Says so when a table, an index, a trigger or a function is made, changed or dropped.
    CREATE TABLE kept.rebuilt (what text);
    CREATE FUNCTION kept.note() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO kept.rebuilt VALUES (tg_tag);
    END $$;
    DO $$
    DECLARE name text; filled boolean; last bigint; steps text[] := '{}';
    BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            steps := steps || format('DELETE FROM public.%I;', name);
            EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
            IF filled THEN
                EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', name, name);
                steps := steps
                    || format('INSERT INTO public.%I SELECT * FROM kept.%I;', name, name);
            END IF;
        END LOOP;
        FOR name, last IN SELECT sequencename, last_value FROM pg_sequences
                          WHERE schemaname = 'public' LOOP
            steps := steps || format(
                'IF pg_sequence_last_value(%L) IS DISTINCT FROM %L::bigint THEN'
                ' PERFORM setval(%L, %L, %L); END IF;',
                format('public.%I', name)::regclass::oid, last,
                format('public.%I', name), coalesce(last, 1), last IS NOT NULL
            );
        END LOOP;
        -- Gives whether it could: what is more than rows stays as a test left it.
        EXECUTE format(
            'CREATE FUNCTION kept.put_back() RETURNS boolean LANGUAGE plpgsql AS %L',
            'BEGIN IF EXISTS (SELECT FROM kept.rebuilt) THEN RETURN false; END IF; '
            || array_to_string(steps, ' ') || ' RETURN true; END'
        );
    END $$;
    CREATE EVENT TRIGGER rebuilt ON ddl_command_end EXECUTE FUNCTION kept.note();
    -- Here no trigger fires: the log lets itself be emptied, and the order of tables is free. Not
    -- said in each `put_back`, as saying it makes PostgreSQL forget every plan.
    SET session_replication_role = replica;
"""


class Fresh:
    """The database of one worker."""

    def __init__(self, server: Postgres, name: str, template: str) -> None:
        self.server, self.name, self.template = server, name, template
        self.url = server.url(name)
        self._begin()

    def put_back(self) -> None:
        """Make it as it was, whoever is still busy in it; or else make another."""
        self._inside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        if not self._inside.execute("SELECT kept.put_back()").fetchone()[0]:
            self.close()
            self._begin()

    def close(self) -> None:
        self._inside.close()
        self.server.drop(self.name)

    def _begin(self) -> None:
        self.server.create(self.name, template=self.template)
        self._inside = psycopg.connect(
            f"host={self.server.socket} user=postgres dbname={self.name}", autocommit=True
        )
        self._inside.execute(_KEEP)
