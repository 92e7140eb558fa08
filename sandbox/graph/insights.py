"""Figures of posts, pages and accounts: the views readers of the wall caused; one dead metric fails a call."""

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


def insights(call: Call, kind: str, node_id: str, posts: list[Post]) -> dict[str, Any]:
    """Return every metric asked for; raises Refusal when one is not alive or none is named."""
    names = [name.strip() for name in call.value("metric").split(",") if name.strip()]
    if not names:
        raise Refusal(3001, "(#3001) The parameter metric is required", 1504028)
    if not set(names) <= LIVE[kind]:
        raise invalid("The value must be a valid insights metric")
    period = call.value("period") or ("lifetime" if kind in {"facebook_post", "instagram_media"} else "day")
    views = sum(post.views for post in posts)
    return {
        "data": [
            {
                "name": name,
                "period": period,
                "values": [_value(call, {} if name in _BY_TYPE else views if name in _COUNTED else 0, period)],
                "title": name.replace("_", " ").capitalize(),
                "description": "Counted by the sandbox's wall",
                "id": f"{node_id}/insights/{name}/{period}",
            }
            for name in names
        ]
    }


def _value(call: Call, value: Any, period: str) -> dict[str, Any]:
    return {"value": value} if period == "lifetime" else {"value": value, "end_time": graph_time(call.world.now())}
