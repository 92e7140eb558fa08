"""Who calls a WordPress site, and what a role may do there."""

import base64
import binascii
from dataclasses import dataclass

from sandbox.calls import Call
from sandbox.store import Channel
from sandbox.wordpress.answers import Refusal

_CONTRIBUTOR = {"read", "edit_posts", "delete_posts"}
_AUTHOR = _CONTRIBUTOR | {"publish_posts", "upload_files", "edit_published_posts", "delete_published_posts"}
_EDITOR = _AUTHOR | {"edit_others_posts", "manage_categories", "read_private_posts", "unfiltered_html"}
ROLES = {"subscriber": {"read"}, "contributor": _CONTRIBUTOR, "author": _AUTHOR, "editor": _EDITOR}


@dataclass(frozen=True)
class Visitor:
    """The site's user, or nobody (`name` is empty)."""

    name: str = ""
    role: str = ""

    def can(self, right: str) -> bool:
        """Tell whether the role has the capability."""
        return right in ROLES.get(self.role, set())

    def must(self, right: str, code: str, words: str) -> None:
        """Raise the refusal a visitor without the capability meets: 401 when nobody, else 403."""
        if not self.can(right):
            raise Refusal(code, f"Sorry, you are not allowed to {words}.", self.forbidden)

    @property
    def forbidden(self) -> int:
        """The status for what this visitor may not do."""
        return 403 if self.name else 401


def visitor_of(call: Call, site: Channel) -> Visitor:
    """Return who signs in with the call, nobody without a sign-in; raises Refusal, as every route of WordPress does."""
    scheme, _, encoded = call.request.headers.get("Authorization", "").partition(" ")
    dropped = call.fault is not None and call.fault.kind in {"sign_in_dropped", "sign_in_off"}
    if dropped or scheme.lower() != "basic":
        return Visitor()
    try:
        name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return Visitor()
    own_name, _, own_password = site.token.partition(":")
    if name.lower() != own_name.lower():
        raise Refusal(
            "invalid_username", "<strong>Error:</strong> Unknown username. Check again or try your email address.", 401
        )
    if "".join(password.split()) != own_password:
        raise Refusal("incorrect_password", "The provided password is an invalid application password.", 401)
    return Visitor(own_name, site.kind)
