from django.apps import AppConfig


class PublishersConfig(AppConfig):
    name = "publishers"

    def ready(self) -> None:
        from publishers import signals  # noqa: F401 - connects the receiver of approvals
