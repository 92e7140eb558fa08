"""A post's poll: its words, and why they make no poll. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from content.composition import Question
from content.problems import Problem

OPTIONS_MIN, OPTIONS_MAX = 2, 12
OPTION_LENGTH = 100


def read_options(lines: str) -> tuple[str, ...]:
    """The answers written one on each line; empty lines drop out."""
    return tuple(" ".join(line.split()) for line in lines.splitlines() if line.strip())


def read_question(question: str, lines: str, *, multiple: bool) -> Question | None:
    """The poll of a form's fields; None when none is meant."""
    question, options = " ".join(question.split()), read_options(lines)
    return Question(question, options, multiple) if question or options else None


def poll_problems(poll: Question) -> Iterator[Problem]:
    """Codes and params: poll_without_question, poll_options {count, smallest, largest}, poll_option_too_long {option,
    over, limit}, poll_option_twice {option}."""
    if not poll.question:
        yield Problem("poll_without_question")
    count = len(poll.options)
    if not OPTIONS_MIN <= count <= OPTIONS_MAX:
        yield Problem("poll_options", {"count": count, "smallest": OPTIONS_MIN, "largest": OPTIONS_MAX})
    seen: set[str] = set()
    for option in poll.options:
        if len(option) > OPTION_LENGTH:
            over = {"over": len(option) - OPTION_LENGTH, "limit": OPTION_LENGTH}
            yield Problem("poll_option_too_long", {"option": option, **over})
        if option.casefold() in seen:
            yield Problem("poll_option_twice", {"option": option})
        seen.add(option.casefold())
