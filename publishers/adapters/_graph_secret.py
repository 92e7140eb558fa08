"""The parts of the one stored secret of a Facebook or Instagram account. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from publishers.contract import Access
from publishers.errors import AccountRejected, ReasonCode


@dataclass(frozen=True, slots=True)
class GraphSecret:
    """``app_secret`` proves the application with every call; with ``app_id`` the token can be inspected as well."""

    token: str = field(repr=False)
    app_id: str = ""
    app_secret: str = field(default="", repr=False)


def graph_secret(access: Access) -> GraphSecret:
    """Read ``token``, ``token|app secret`` or ``token|app id|app secret``; ``Access.options`` may name the last two.

    Raises AccountRejected for what is no token of an account.
    """
    parts = [part.strip() for part in access.secret.split("|")]
    if not parts[0]:
        raise AccountRejected(ReasonCode.TOKEN_INVALID, "no token")
    if len(parts) > 1 and parts[0].isdigit():
        raise AccountRejected(ReasonCode.WRONG_TOKEN_KIND, "the token is the application's own")
    if len(parts) > 3 or not all(parts):
        raise AccountRejected(ReasonCode.TOKEN_INVALID, "the secret has parts that cannot be told apart")
    app_id = parts[1] if len(parts) == 3 else str(access.options.get("app_id", ""))
    app_secret = parts[-1] if len(parts) > 1 else str(access.options.get("app_secret", ""))
    return GraphSecret(parts[0], app_id.strip(), app_secret.strip())
