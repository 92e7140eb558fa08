"""Figures of posts, pages and accounts: the views readers of the wall caused; one dead metric fails a call."""

from collections import Counter
from typing import Any

from sandbox.calls import Call
from sandbox.graph.answers import Refusal, invalid
from sandbox.graph.times import graph_time
from sandbox.store import Post

LIVE = {
    "facebook_post": frozenset(
        {"post_media_view", "post_total_media_view_unique", "post_clicks", "post_clicks_by_type",
         "post_reactions_by_type_total", "post_video_views"}
    ),
    "facebook_page": frozenset(
        {"page_media_view", "page_total_media_view_unique", "page_follows", "page_daily_follows",
         "page_daily_follows_unique", "page_daily_unfollows_unique", "page_post_engagements", "page_views_total",
         "page_total_actions"}
    ),
    "instagram_media": frozenset(
        {"views", "reach", "likes", "comments", "saved", "shares", "total_interactions", "follows", "profile_visits",
         "profile_activity"}
    ),
    "instagram_account": frozenset({"reach", "views", "accounts_engaged"}),
}  # fmt: skip
_COUNTED = {"post_media_view", "post_total_media_view_unique", "page_media_view", "page_total_media_view_unique",
            "page_views_total", "views", "reach"}  # fmt: skip
_BY_TYPE = {"post_clicks_by_type", "post_reactions_by_type_total"}


_REACTED = {"post_reactions_by_type_total", "likes"}
_ENOUGH_FOLLOWERS = 100


def insights(call: Call, kind: str, node_id: str, posts: list[Post], followers: int | None = None) -> dict[str, Any]:
    """Return every metric asked for; raises Refusal when one is not alive or none is named. A page that was given too
    few followers is told nothing."""
    names = [name.strip() for name in call.value("metric").split(",") if name.strip()]
    if not names:
        raise Refusal(3001, "(#3001) The parameter metric is required", 1504028)
    dead = {name.strip() for name in call.world.settings.dead_metrics.split(",")}
    if not set(names) <= LIVE[kind] - dead:
        raise invalid("The value must be a valid insights metric")
    if kind == "facebook_page" and followers is not None and followers < _ENOUGH_FOLLOWERS:
        return {"data": []}
    period = call.value("period") or ("lifetime" if kind in {"facebook_post", "instagram_media"} else "day")
    return {
        "data": [
            {
                "name": name,
                "period": period,
                **_values(call, _count(name, posts), period),
                "title": name.replace("_", " ").capitalize(),
                "description": "Counted by the sandbox's wall",
                "id": f"{node_id}/insights/{name}/{period}",
            }
            for name in names
        ]
    }


def _count(name: str, posts: list[Post]) -> Any:
    if name in _COUNTED:
        return sum(post.views for post in posts)
    reactions = Counter[str]()
    for post in posts:
        reactions.update(post.reactions)
    if name in _BY_TYPE:
        return dict(reactions) if name in _REACTED else {}
    return reactions.total() if name in _REACTED else 0


def _values(call: Call, value: Any, period: str) -> dict[str, Any]:
    if call.value("metric_type") == "total_value":
        return {"total_value": {"value": value}}
    return {"values": [_value(call, value, period)]}


def _value(call: Call, value: Any, period: str) -> dict[str, Any]:
    return {"value": value} if period == "lifetime" else {"value": value, "end_time": graph_time(call.world.now())}
