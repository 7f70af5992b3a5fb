from django.db import migrations

from search.engines.database.dialects import PostgreSQL, SQLite


def _of(schema_editor):
    return PostgreSQL if schema_editor.connection.vendor == "postgresql" else SQLite


def create(apps, schema_editor):
    for statement in _of(schema_editor).create.split("; "):
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    schema_editor.execute(_of(schema_editor).drop, params=None)


def forget_old_entries(apps, schema_editor):
    # Until now Wagtail's index held the documents; nothing else would ever take them out.
    entries = apps.get_model("wagtailsearch", "IndexEntry")
    entries.objects.filter(content_type__app_label="search", content_type__model="searchdocument").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_documents_and_editing"),
        ("wagtailsearch", "0006_customise_indexentry"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(create, drop),
        migrations.RunPython(forget_old_entries, migrations.RunPython.noop),
    ]
