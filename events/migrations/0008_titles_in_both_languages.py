from django.db import migrations, models


def by_language(apps, schema_editor):
    """A title with Chinese letters is Chinese, any other English."""
    for one in apps.get_model("events", "EditionNews").objects.exclude(title=""):
        chinese = any("\u4e00" <= letter <= "\u9fff" for letter in one.title)
        one.title_zh, one.title_en = (one.title, "") if chinese else ("", one.title)
        one.save(update_fields=["title_en", "title_zh"])


def either(apps, schema_editor):
    for one in apps.get_model("events", "EditionNews").objects.all():
        one.title = one.title_zh or one.title_en
        one.save(update_fields=["title"])


class Migration(migrations.Migration):
    dependencies = [("events", "0007_living_figure_status")]

    operations = [
        migrations.AddField(
            "EditionNews",
            "title_en",
            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
        ),
        migrations.AddField(
            "EditionNews",
            "title_zh",
            models.CharField(blank=True, max_length=200, verbose_name="title in Chinese"),
        ),
        migrations.RunPython(by_language, either),
        migrations.RemoveField("EditionNews", "title"),
    ]
