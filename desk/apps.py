from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"

    def ready(self) -> None:
        from desk import signals
        from desk.bot import sending
        from desk.bot.approvals import listen
        from desk.wagtail_words import speak_each_language  # Wagtail's forms need its models
        from scheduler.on_demand import only_while

        signals.connect()
        only_while(sending.something_waits, task="desk.send_bot_messages")
        listen()
        speak_each_language()
