"""Pages of a listing, newest first, the way Graph cuts them."""

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from sandbox.calls import Call, hidden
from sandbox.graph.answers import invalid
from sandbox.graph.times import read_time
from sandbox.masking import SECRET_NAMES
from sandbox.store import Post

LARGEST_PAGE = 100
DEFAULT_PAGE = 25


def list_posts(call: Call, posts: list[Post], show: Callable[[Post], dict[str, Any]]) -> dict[str, Any]:
    """Return the `data` and `paging` of the posts between since and until that no fault hides."""
    since, until = read_time(call.value("since"), "since"), read_time(call.value("until"), "until")
    limit = _limit(call)
    chosen = [
        post
        for post in sorted(posts, key=lambda item: (item.at, item.seq), reverse=True)
        if (since is None or int(post.at) >= since) and (until is None or int(post.at) <= until)
        if not hidden(call, post.seq, post.at)
    ]
    after = _cursor_place(call.value("after"))
    if after is not None:
        places = [number for number, post in enumerate(chosen) if post.seq == after]
        chosen = chosen[places[0] + 1 :] if places else []
    page, rest = chosen[:limit], chosen[limit:]
    answer: dict[str, Any] = {"data": [show(post) for post in page]}
    if page:
        cursors = {"before": _cursor(page[0]), "after": _cursor(page[-1])}
        answer["paging"] = {"cursors": cursors}
        if rest:
            kept = {name: value for name, value in call.values.items() if name not in {*SECRET_NAMES, "after"}}
            query = urlencode({**kept, "after": cursors["after"]})
            answer["paging"]["next"] = f"{call.base_url}{call.request.path}?{query}"
    return answer


def _limit(call: Call) -> int:
    text = call.value("limit") or str(DEFAULT_PAGE)
    if not text.isdigit() or not 1 <= int(text) <= LARGEST_PAGE:
        raise invalid(f"param limit must be between 1 and {LARGEST_PAGE}")
    return int(text)


def _cursor(post: Post) -> str:
    return base64.urlsafe_b64encode(f"sandbox:{post.seq}".encode()).decode()


def _cursor_place(cursor: str) -> int | None:
    if not cursor:
        return None
    try:
        return int(base64.urlsafe_b64decode(cursor).decode().removeprefix("sandbox:"))
    except ValueError:
        raise invalid("Invalid cursors values") from None
