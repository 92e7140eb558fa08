from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishers", "0002_channels_in_depth"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="failures",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="attempt",
            name="step",
            field=models.CharField(
                choices=[
                    ("publish", "publish"),
                    ("resume", "go on"),
                    ("find", "look"),
                    ("link", "ask for the link"),
                    ("amend", "correct"),
                    ("withdraw", "take back"),
                ],
                max_length=10,
            ),
        ),
    ]
