from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("policies", "0003_relations")]
    operations = [
        migrations.RemoveField(model_name="policypage", name=name)
        for name in ("supersedes", "amends", "implements")
    ]
