"""A stop calls whoever waits, whenever it comes, and nobody who has gone."""

from __future__ import annotations

from publishers.stopping import Stopping


def test_who_waits_is_called_when_it_is_set() -> None:
    stopping, calls = Stopping(), []
    with stopping.calling(lambda: calls.append("waiting")):
        stopping.set()
    assert calls == ["waiting"]


def test_who_comes_after_it_was_set_is_called_at_once() -> None:
    stopping, calls = Stopping(), []
    stopping.set()
    with stopping.calling(lambda: calls.append("late")):
        assert calls == ["late"]


def test_who_has_gone_is_not_called() -> None:
    stopping, calls = Stopping(), []
    with stopping.calling(lambda: calls.append("gone")):
        pass
    stopping.set()
    assert calls == []
    assert stopping.is_set()
