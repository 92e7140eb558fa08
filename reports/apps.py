from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from reports import signals
        from reports.execution import files
        from scheduler.on_demand import only_while

        signals.connect()
        only_while(files.something_waits, task="reports.make_reports")
