"""Rules that the database itself keeps, on PostgreSQL and on SQLite alike.

`NoOverlap` is an exclusion constraint on PostgreSQL and a pair of triggers on SQLite. `AppendOnly` is a trigger on both.
They are ordinary members of `Meta.constraints`: migrations create, alter and drop them like any other constraint, also when
SQLite rebuilds a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class _Rule(BaseConstraint):
    """A constraint whose SQL is a list of statements run after the table stands."""

    def statements(self, model: type[models.Model], vendor: str) -> list[str]:
        """Give the statements that set the rule up; `%(table)s` stands for the table."""
        raise NotImplementedError  # pragma: no cover - each rule below has its own

    def removals(self, model: type[models.Model], vendor: str) -> list[str]:
        """Give the statements that take the rule away."""
        raise NotImplementedError  # pragma: no cover - each rule below has its own

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Add nothing to CREATE TABLE; the rule follows when the table stands under its final name."""
        assert model is not None and schema_editor is not None
        schema_editor.deferred_sql += self._bound(model, schema_editor)
        return cast(str, None)  # Django leaves out what is None

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Set the rule up on a table that stands."""
        assert model is not None and schema_editor is not None
        for statement in self._bound(model, schema_editor):
            schema_editor.execute(statement, params=None)
        return cast(str, None)

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Take the rule away."""
        assert model is not None and schema_editor is not None
        for statement in self.removals(model, schema_editor.connection.vendor):
            schema_editor.execute(Statement(statement, table=Table(model._meta.db_table, schema_editor.quote_name)), params=None)
        return cast(str, None)

    def _bound(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> list[Statement]:
        # A Statement is told when SQLite renames the table it is rebuilding; plain text would name the wrong one.
        return [
            Statement(text, table=Table(model._meta.db_table, editor.quote_name))
            for text in self.statements(model, editor.connection.vendor)
        ]


class NoOverlap(_Rule):
    """No two rows that agree in `same` may share a day (or a number) of their half-open ranges `[start, end)`.

    `end` may be null for an open range. The columns must be dates or whole numbers.
    """

    def __init__(self, *, name: str, same: Iterable[str], start: str, end: str, message: str | Promise | None = None) -> None:
        """Name the columns; `message` is what a form shows."""
        super().__init__(name=name, violation_error_message=cast(str, message))
        self.same, self.start, self.end = tuple(same), start, end

    def statements(self, model: type[models.Model], vendor: str) -> list[str]:
        """Give an exclusion constraint, or two triggers."""
        column = {name: str(model._meta.get_field(name).column) for name in (*self.same, self.start, self.end)}  # type: ignore[union-attr]
        start, end = column[self.start], column[self.end]
        if vendor == "postgresql":
            is_date = isinstance(model._meta.get_field(self.start), models.DateField)
            kind = "daterange" if is_date else "int8range"
            equal = "".join(f'"{column[name]}" WITH =, ' for name in self.same)
            rule = f'EXCLUDE USING gist ({equal}{kind}("{start}", "{end}") WITH &&)'
            return [f'ALTER TABLE %(table)s ADD CONSTRAINT "{self.name}" {rule}']
        return [
            f'CREATE TRIGGER "{self.name}_{event.lower()}" AFTER {event} ON %(table)s WHEN {when} '
            f"BEGIN SELECT RAISE(ABORT, 'constraint failed: {self.name}'); END"
            for event, when in self._clashes([column[name] for name in self.same], start, end).items()
        ]

    def _clashes(self, same: Sequence[str], start: str, end: str) -> dict[str, str]:
        """Give by event the condition under which SQLite refuses a row.

        The rows that stand share nothing with one another, so a new one can only clash with its neighbours: the last that begins
        before it, and the first that begins with it or later. An index on `same` and `start` finds both without a search.
        """
        # AFTER, so that generated columns and defaults already stand in NEW; ABORT undoes the statement.
        # Names of tables and columns come from the model, never from a visitor.
        others = "".join(f'other."{name}" = NEW."{name}" AND ' for name in same) + "other.rowid <> NEW.rowid AND "
        find = f'SELECT other."{start}", other."{end}" FROM %(table)s AS other WHERE {others}'  # noqa: S608
        # A range that holds nothing must not hide the one before it.
        before = (
            f'{find}other."{start}" < NEW."{start}" AND (other."{end}" IS NULL OR other."{end}" > other."{start}") '
            f'ORDER BY other."{start}" DESC LIMIT 1'
        )
        after = (
            f'{find}other."{start}" >= NEW."{start}" AND (other."{end}" IS NULL OR other."{end}" > NEW."{start}") '
            f'ORDER BY other."{start}" LIMIT 1'
        )
        shares = (
            f'(NEW."{end}" IS NULL OR other."{start}" < NEW."{end}") AND (other."{end}" IS NULL OR NEW."{start}" < other."{end}")'
        )
        clash = " OR ".join(f"EXISTS (SELECT 1 FROM ({found}) AS other WHERE {shares})" for found in (before, after))  # noqa: S608
        # Most changes leave the range as it is.
        moved = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in (*same, start, end))
        return {"INSERT": clash, "UPDATE": f"({moved}) AND ({clash})"}

    def removals(self, model: type[models.Model], vendor: str) -> list[str]:
        """Drop the constraint or the triggers."""
        if vendor == "postgresql":
            return [f'ALTER TABLE %(table)s DROP CONSTRAINT "{self.name}"']
        return [f'DROP TRIGGER IF EXISTS "{self.name}_{event}"' for event in ("insert", "update")]

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Say in a form what the database would refuse."""
        names = (*self.same, self.start, self.end)
        if exclude and set(exclude) & set(names):
            return
        # As expressions, so that the end may be a column that the database works out.
        value = instance._get_field_expression_map(meta=model._meta, exclude=set(exclude or ()))  # type: ignore[attr-defined]  # noqa: SLF001  Django's own constraints ask for it
        if not set(names) <= set(value):  # the database works a column out from one that is left out
            return
        others = model._default_manager.using(using).exclude(pk=instance.pk).filter(**{name: value[name] for name in self.same})
        others = others.alias(_start=value[self.start], _end=value[self.end])
        others = others.filter(
            Q(**{f"{self.end}__isnull": True}) | Q(**{f"{self.end}__gt": F("_start")}),
            Q(_end__isnull=True) | Q(**{f"{self.start}__lt": F("_end")}),
        )
        if others.exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def clone(self) -> NoOverlap:
        """Give a copy for a model, with the message that migrations leave out."""
        return NoOverlap(name=self.name, same=self.same, start=self.start, end=self.end, message=self.violation_error_message)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """Write the rule into a migration."""
        path, args, kwargs = super().deconstruct()
        kwargs.pop("violation_error_message", None)
        return path, args, kwargs | {"same": self.same, "start": self.start, "end": self.end}

    def __eq__(self, other: object) -> bool:
        """Two rules are the same when their migrations would be."""
        return isinstance(other, NoOverlap) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        """Go with equality."""
        return hash(self.name)


class AppendOnly(_Rule):
    """Rows may be added, never changed nor deleted."""

    def __init__(self, *, name: str) -> None:
        """Take the name of the rule."""
        super().__init__(name=name, violation_error_message=_("This record can only be added to."))

    def statements(self, model: type[models.Model], vendor: str) -> list[str]:
        """Give the triggers that refuse UPDATE and DELETE."""
        if vendor == "postgresql":
            return [
                (
                    f'CREATE OR REPLACE FUNCTION "{self.name}_refuse"() RETURNS trigger LANGUAGE plpgsql AS '
                    f"$$ BEGIN RAISE EXCEPTION 'constraint failed: {self.name}' USING ERRCODE = 'check_violation'; END $$"
                ),
                (
                    f'CREATE TRIGGER "{self.name}" BEFORE UPDATE OR DELETE ON %(table)s '
                    f'FOR EACH ROW EXECUTE FUNCTION "{self.name}_refuse"()'
                ),
            ]
        return [
            f'CREATE TRIGGER "{self.name}_{event.lower()}" BEFORE {event} ON %(table)s '
            f"BEGIN SELECT RAISE(ABORT, 'constraint failed: {self.name}'); END"
            for event in ("UPDATE", "DELETE")
        ]

    def removals(self, model: type[models.Model], vendor: str) -> list[str]:
        """Drop the triggers."""
        if vendor == "postgresql":
            return [f'DROP TRIGGER "{self.name}" ON %(table)s', f'DROP FUNCTION "{self.name}_refuse"()']
        return [f'DROP TRIGGER IF EXISTS "{self.name}_{event}"' for event in ("update", "delete")]

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Refuse to change a row that stands."""
        if not instance._state.adding:  # noqa: SLF001  Django documents it  # noqa: SLF001  Django documents it
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """Write the rule into a migration."""
        path, args, kwargs = super().deconstruct()
        kwargs.pop("violation_error_message", None)
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        """Two rules are the same when their migrations would be."""
        return isinstance(other, AppendOnly) and self.name == other.name

    def __hash__(self) -> int:
        """Go with equality."""
        return hash(self.name)
