from django.apps import AppConfig


class PublishersConfig(AppConfig):
    name = "publishers"

    def ready(self) -> None:
        from publishers import signals  # noqa: F401 - connects the receiver of approvals
        from publishers.registry import make_kinds_known

        make_kinds_known()
