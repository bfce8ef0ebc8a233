"""The database as it was after migrations and shipped content, put back after every test that commits.

Django empties all tables instead, and with them the locales, groups and districts that migrations wrote.
"""

import sqlite3

from django.db import connection, transaction


class SqliteSnapshot:
    def __init__(self):
        connection.ensure_connection()
        self.copy = sqlite3.connect(":memory:")
        connection.connection.backup(self.copy)

    def restore(self) -> None:
        connection.ensure_connection()
        self.copy.backup(connection.connection)

    def close(self) -> None:
        self.copy.close()


class PostgresSnapshot:
    """Every table copied into the schema "snapshot" of the same test database."""

    def __init__(self):
        self.columns = {name: self._columns(name) for name in connection.introspection.table_names()}
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS snapshot CASCADE; CREATE SCHEMA snapshot")
            for name in self.columns:
                cursor.execute(f'CREATE TABLE snapshot."{name}" AS TABLE public."{name}"')

    def _columns(self, name: str) -> str:
        """The columns of a table that can be written, quoted and joined by commas."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
                " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
                [name],
            )
            return cursor.fetchone()[0]

    def restore(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE " + ", ".join(f'public."{name}"' for name in self.columns))
            for name, columns in self.columns.items():
                cursor.execute(
                    f'INSERT INTO public."{name}" ({columns}) SELECT {columns} FROM snapshot."{name}"'  # noqa: S608
                )

    def close(self) -> None:
        connection.close()


def take_snapshot() -> SqliteSnapshot | PostgresSnapshot:
    return SqliteSnapshot() if connection.vendor == "sqlite" else PostgresSnapshot()
