"""Beat and one worker, run by the test itself: real messages through the real broker, in the test's own time."""

from __future__ import annotations

from datetime import datetime
from queue import Empty

from django.utils import timezone
from time_machine import Traveller

from config.celery import app
from publishers.queries import next_delivery_instant
from scheduler.beat import MediaPlanScheduler
from scheduler.queries import next_preparation_instant

MOST_ROUNDS = 300


class Engine:
    """Jumps from one due instant to the next and lets beat and the worker do there what they do."""

    def __init__(self, clock: Traveller) -> None:
        self._clock = clock
        self._beat = MediaPlanScheduler(app=app)
        with app.connection_for_write() as connection:
            app.amqp.TaskConsumer(connection.default_channel).purge()

    def run_until(self, instant: datetime) -> None:
        """Do everything that falls due until ``instant``; afterwards it is ``instant``."""
        for _round in range(MOST_ROUNDS):
            due = min(filter(None, (next_delivery_instant(), next_preparation_instant())), default=None)
            if due is None or due > instant:
                self._clock.move_to(max(instant, timezone.now()))
                return
            self._clock.move_to(max(due, timezone.now()))
            self._beat.work(timezone.now())
            self._work_off()
        raise AssertionError(f"something is due again and again: {due}")

    def _work_off(self) -> None:
        queue = app.amqp.queues[app.conf.task_default_queue]
        with app.connection_for_read() as connection, connection.SimpleQueue(queue) as messages:
            while True:
                try:
                    message = messages.get(block=False)
                except Empty:
                    return
                args, kwargs, _embedded = message.payload
                app.tasks[message.headers["task"]].apply(args, kwargs, throw=True)
                message.ack()

    def stop(self) -> None:
        self._beat.close()
