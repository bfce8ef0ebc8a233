from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cityofdesign", "0010_living_figures")]

    operations = [migrations.RenameModel("Enquiry", "ContactMessage")]
