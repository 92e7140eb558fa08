"""What the platform's inspection of a token says about publishing with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from publishers.errors import AccountRejected, ReasonCode


def verified_token(
    token: Mapping[str, Any] | None, *, kinds: tuple[str, ...], scopes: tuple[str, ...], place: str
) -> tuple[tuple[str, ...], datetime | None]:
    """Plain notes and the instant at which the token ends (None: no known end). Raises AccountRejected.

    ``token`` is the answer of ``Graph.inspect_token``; ``kinds`` the token types that may publish (empty: any),
    ``scopes`` the permissions of which publishing needs one, ``place`` the id of the page or account it is needed for.
    """
    if token is None:
        return (), None
    if token.get("is_valid") is False:
        raise AccountRejected(ReasonCode.TOKEN_INVALID, "the platform calls the token invalid")
    kind = str(token.get("type", ""))
    if kinds and kind and kind.upper() not in kinds:
        raise AccountRejected(ReasonCode.WRONG_TOKEN_KIND, f"token of kind {kind}")
    granted = token.get("scopes")
    wanted = scopes
    if isinstance(granted, list) and granted:
        wanted = tuple(scope for scope in scopes if scope in granted)
        if not wanted:
            raise AccountRejected(ReasonCode.RIGHTS_MISSING, f"permission {scopes[0]} is missing")
    if not any(reaches(token, scope, place) for scope in wanted):
        words = f"permission {wanted[0]} was given for other pages or accounts, not for {place}"
        raise AccountRejected(ReasonCode.RIGHTS_MISSING, words)
    ends = [moment for name in ("expires_at", "data_access_expires_at") if (moment := _moment(token.get(name)))]
    return (f"token of kind {kind}",) if kind else (), min(ends, default=None)


def reaches(token: Mapping[str, Any], scope: str, place: str) -> bool:
    """False when the person who allowed ``scope`` chose pages or accounts for it, and ``place`` is not among them. What
    names none holds for all."""
    granular = token.get("granular_scopes")
    for entry in granular if isinstance(granular, list) else ():
        if isinstance(entry, Mapping) and entry.get("scope") == scope:
            targets = entry.get("target_ids")
            return not (isinstance(targets, list) and targets) or place in map(str, targets)
    return True


def _moment(seconds: object) -> datetime | None:
    """An instant of Unix seconds; 0 stands for never."""
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) and seconds > 0 else None
