"""Which mail server to speak to, how the line is protected, and as whom to sign in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from publishers.adapters._wordpress_site import is_this_machine
from publishers.contract import Access
from publishers.errors import AccountRejected, Misconfigured, ReasonCode
from publishers.mailboxes import is_mailbox, mailboxes_in

Security = Literal["starttls", "tls", "offered"]
_SECURITY: dict[str, tuple[Security, int]] = {
    "smtp": ("offered", 25),
    "smtp+tls": ("starttls", 587),
    "smtp+ssl": ("tls", 465),
}


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    security: Security
    """Whether TLS is demanded after the greeting, spoken from the start, or used where the server offers it."""
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def may_sign_in_openly(self) -> bool:
        """A password goes over an open line to this very machine only."""
        return is_this_machine(self.host)


def server_of(access: Access) -> MailServer:
    """The server of the account: the option ``server``, else that of the service; its login is ``Access.secret``.

    Raises Misconfigured when there is none or its address cannot be read, AccountRejected for a login without a colon.
    """
    written = str(access.options.get("server") or access.endpoints.get("smtp", "")).strip()
    if not written:
        raise Misconfigured(ReasonCode.SETTINGS_WRONG, "no mail server: MAIL_URL is empty")
    try:
        parts = urlsplit(written)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in _SECURITY:
        raise Misconfigured(ReasonCode.SETTINGS_WRONG, "the mail server's address must be like smtp+tls://host:587")
    security, usual_port = _SECURITY[parts.scheme]
    user, colon, password = access.secret.partition(":")
    if access.secret and not (user and colon and password):
        raise AccountRejected(ReasonCode.TOKEN_INVALID, "the login must be written user:password")
    return MailServer(host, port or usual_port, security, user, password)


def addresses_of(written: str) -> tuple[str, ...]:
    """The recipients, each once. Raises AccountRejected when there is none or one is no e-mail address."""
    found = mailboxes_in(written)
    wrong = [address for address in found if not is_mailbox(address)]
    if wrong or not found:
        raise AccountRejected(ReasonCode.TARGET_MISSING, f"not an e-mail address: {', '.join(wrong) or 'empty'}")
    return found
