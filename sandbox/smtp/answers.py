"""Faults in the words of a mail server."""

from typing import Any

from sandbox.faults import Fault

_WORDS = {
    "revoke_token": (535, "5.7.8 Authentication credentials invalid"),
    "refuse_auth": (535, "5.7.8 Authentication credentials invalid"),
    "chat_not_found": (550, "5.1.1 No such mailbox here"),
    "missing_rights": (550, "5.7.1 You may not send this"),
    "content_rejected": (554, "5.6.0 Message refused"),
    "rate_limited": (451, "4.7.1 Try again later"),
    "http_500": (451, "4.3.0 Local error in processing"),
    "accept_then_500": (451, "4.3.0 Local error in processing"),
    "platform_error": (554, "5.0.0 Transaction failed"),
}


def word_fault(fault: Fault) -> str:
    """The answer's line; for rubbish it is no answer at all."""
    if fault.kind == "garbage":
        return str(fault.params.get("body", "It works!")).encode("ascii", "replace").decode()
    if fault.kind == "html_error_page":
        return "<html><head><title>502</title></head><body><h1>502 Bad Gateway</h1></body></html>"
    params: dict[str, Any] = fault.params
    code, words = _WORDS[fault.kind]
    return f"{int(params.get('status', params.get('code', code)))} {params.get('description', words)}"
