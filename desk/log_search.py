"""Words of the log's search box, found in titles and texts of posts by the full-text index."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_

from wagtail.search.backends import get_search_backend
from wagtail.search.query import PlainText

from content.alphabet import convert
from content.models import Post

MOST = 1000
"""Posts one search brings; more words narrow it down."""
_APOSTROPHE = re.compile("(?<=[oOgG])[`'‘’ʼ]")
_SOFT = re.compile("(?<=[^oOgG\\W])[`'‘’ʻ]")


def spellings(words: str) -> list[str]:
    """As typed, and in both alphabets with the right apostrophes: "o'zbek" also finds "oʻzbek" and "ўзбек"."""
    right = _SOFT.sub("ʼ", _APOSTROPHE.sub("ʻ", words))
    return list(dict.fromkeys([words, convert(right, "latin"), convert(right, "cyrillic")]))


def posts_with(words: str) -> set[int]:
    """Numbers of posts with all the words, in any spelling, in a title they ever had or in the last approved text; and
    of the newest that have just these letters in the title they have now."""
    asked = reduce(or_, (PlainText(one, operator="and") for one in spellings(words)))
    found = {post.pk for post in get_search_backend().search(asked, Post.objects.only("pk"))[:MOST]}
    # letters inside a word are in no index: newest first, a frequent part ends the look early
    named = Post.objects.filter(title__icontains=words).order_by("-pk").values_list("pk", flat=True)
    return found.union(named[:MOST])
