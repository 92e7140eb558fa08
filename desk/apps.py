from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"

    def ready(self) -> None:
        from desk.wagtail_words import speak_each_language  # Wagtail's forms need its models

        speak_each_language()
