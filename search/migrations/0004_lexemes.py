from django.db import migrations

from search.domain.meaning import FIELDS
from search.engines.database.dialects import PostgreSQL, Row, SQLite, dialect

_AT_ONCE = 500


def lay_out_anew(apps, schema_editor):
    """Until now the index kept positions of terms; now it has pairs of them. What is in it is made from the documents again."""
    layout = PostgreSQL if schema_editor.connection.vendor == "postgresql" else SQLite
    for statement in (layout.drop, *layout.create.split("; ")):
        schema_editor.execute(statement, params=None)
    documents = apps.get_model("search", "SearchDocument").objects.filter(is_deleted=False)
    last = 0
    terms = [f"{name}_terms" for name in FIELDS]
    while found := list(documents.filter(pk__gt=last).order_by("pk").values_list("pk", *terms)[:_AT_ONCE]):
        dialect().put([Row(number, tuple(texts)) for number, *texts in found])
        last = found[-1][0]
    dialect().settle()


class Migration(migrations.Migration):
    dependencies = [("search", "0003_terms")]

    operations = [migrations.RunPython(lay_out_anew)]
