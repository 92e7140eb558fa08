"""Markdown of templates becomes the rich text Wagtail stores."""

from __future__ import annotations

import pytest

from content.markdown import to_rich_text


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("", ""),
        ("bir *ikki* **uch**\ntoʻrt\\\nbesh", "<p>bir <i>ikki</i> <b>uch</b> toʻrt<br/>besh</p>"),
        ("# A\n\n### B", "<h3>A</h3><h3>B</h3>"),
        ("- a\n- b\n  1. c\n- d", "<ul><li>a</li><li>b<ol><li>c</li></ol></li><li>d</li></ul>"),
        ("- a\n\n- b\n\n  c", "<ul><li>a</li><li>b<br/>c</li></ul>"),
        ("> a\n>\n> b", "<blockquote>a<br/>b</blockquote>"),
        ("[s](https://a.example/?b=1&c=2)", '<p><a href="https://a.example/?b=1&amp;c=2">s</a></p>'),
        ("[s](javascript:alert(1))", "<p>[s](javascript:alert(1))</p>"),
        ("<script>x</script> & <b>y</b>", "<p>&lt;script&gt;x&lt;/script&gt; &amp; &lt;b&gt;y&lt;/b&gt;</p>"),
        ("`kod` ---", "<p>`kod` ---</p>"),
        ("    bosh joy", "<p>bosh joy</p>"),
        ("\\*yulduz\\* &amp;", "<p>*yulduz* &amp;</p>"),
    ],
)
def test_markdown_becomes_rich_text(markdown: str, html: str) -> None:
    assert to_rich_text(markdown) == html
