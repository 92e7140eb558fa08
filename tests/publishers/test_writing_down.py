"""What a call came to is written down also when the database is away for a moment, and once only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DataError, InterfaceError, OperationalError, transaction

from publishers.writing_down import written_down

PATIENT, IMPATIENT = timedelta(seconds=20), timedelta(0)


class Away:
    """A transaction that fails with each of ``errors`` before it succeeds."""

    def __init__(self, *errors: Exception) -> None:
        self.errors, self.tries = list(errors), 0

    def __call__(self) -> str:
        self.tries += 1
        if self.errors:
            raise self.errors.pop(0)
        return "written"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_database_that_comes_back_in_time_is_told() -> None:
    write = Away(OperationalError("terminating connection"), InterfaceError("connection already closed"))

    assert written_down(write, patience=PATIENT) == "written"
    assert write.tries == 3


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_that_stays_away_is_left_to_the_lease() -> None:
    write = Away(OperationalError("the database system is starting up"))

    with pytest.raises(OperationalError):
        written_down(write, patience=IMPATIENT)

    assert write.tries == 1


def test_what_the_database_refuses_is_not_tried_again() -> None:
    write = Away(DataError("value too long"))

    with pytest.raises(DataError):
        written_down(write, patience=PATIENT)

    assert write.tries == 1


@pytest.mark.django_db
def test_inside_a_transaction_there_is_one_try() -> None:
    write = Away(OperationalError("the server has gone away"))

    with transaction.atomic(), pytest.raises(OperationalError):
        written_down(write, patience=PATIENT)

    assert write.tries == 1
