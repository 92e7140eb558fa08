from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"

    def ready(self) -> None:
        from desk import signals
        from desk.bot.approvals import listen
        from desk.wagtail_words import speak_each_language  # Wagtail's forms need its models

        signals.connect()
        listen()
        speak_each_language()
