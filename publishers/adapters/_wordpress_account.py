"""Whether a WordPress user can publish, and if not, which of the many ways of not being let in it is."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from typing import Any

from publishers.adapters._wordpress_errors import Failure, hidden_step
from publishers.adapters._wordpress_wire import Site
from publishers.contract import AccountReport, Deadline
from publishers.errors import AccountRejected, PublishError, ReasonCode

_NEEDED = ("publish_posts", "upload_files")


def account_of(site: Site, deadline: Deadline) -> AccountReport:
    """Name of the site and what our user may do there. Raises AccountRejected, TryLater.

    A site that knows who asks, and refuses, does so on its open index too; one that shows the index and then calls us
    not signed in never saw the sign-in, or takes no application passwords.
    """
    try:
        index = site.read("/", deadline, _fields="name,namespaces,authentication")
    except Failure as failure:
        raise refused(site, failure) from None
    if not isinstance(index, Mapping) or ("namespaces" in index and "wp/v2" not in _list_in(index, "namespaces")):
        raise AccountRejected(ReasonCode.INTERFACE_OFF, "the site does not offer wp/v2")
    try:
        me = site.read("/wp/v2/users/me", deadline, context="edit", _fields="name,roles,capabilities")
    except Failure as failure:
        if failure.answer is not None and failure.answer.code == "rest_not_logged_in":
            raise AccountRejected(_why_not_signed_in(index), failure.detail) from None
        raise refused(site, failure) from None
    if not isinstance(me, Mapping):
        raise AccountRejected(ReasonCode.RIGHTS_MISSING, "the site does not say who our user is")
    rights = me.get("capabilities")
    missing = [right for right in _NEEDED if isinstance(rights, Mapping) and rights.get(right) is not True]
    if missing:
        raise AccountRejected(ReasonCode.RIGHTS_MISSING, f"our user lacks {', '.join(missing)}: make it an author")
    return AccountReport(unescape(str(index.get("name") or site.address)), tuple(_notes(site, me)))


def refused(site: Site, failure: Failure) -> PublishError:
    """The error for a read that was not let in: a password that WordPress cannot have made is called by its name."""
    error = hidden_step(failure)
    if (
        failure.answer is not None
        and failure.answer.code in ("incorrect_password", "invalid_application_credentials")
        and not site.login.looks_made_by_wordpress
    ):
        return AccountRejected(ReasonCode.LOGIN_PASSWORD, error.detail)
    return error


def _why_not_signed_in(index: Mapping[str, Any]) -> ReasonCode:
    ways = index.get("authentication")
    offered = isinstance(ways, Mapping) and "application-passwords" in ways
    return ReasonCode.SIGN_IN_DROPPED if offered else ReasonCode.SIGN_IN_OFF


def _notes(site: Site, me: Mapping[str, Any]) -> list[str]:
    rights = me.get("capabilities")
    roles = ", ".join(str(role) for role in _list_in(me, "roles"))
    notes = [f"user {me.get('name') or site.login.name}", *([roles] if roles else []), site.address]
    if not isinstance(rights, Mapping):
        notes.append("the site does not say what our user may do: the first post will tell")
    elif rights.get("manage_categories") is not True:
        notes.append("may not make categories: a section without one goes to the site's default")
    return notes


def _list_in(body: Mapping[str, Any], name: str) -> list[Any]:
    value = body.get(name)
    return value if isinstance(value, list) else []
