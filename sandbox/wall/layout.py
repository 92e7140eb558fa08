"""The frame of every wall page: head, the banner that says this is no real channel, and a quiet refresh."""

import html

_REFRESH = """<script>
setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, {cache: "no-store"});
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
    const shown = document.querySelector("main");
    if (fresh && fresh.innerHTML !== shown.innerHTML) shown.innerHTML = fresh.innerHTML;
  } catch (_) { /* the sandbox is away; the next round asks again */ }
}, %d);
</script>"""


def page(title: str, body: str, refresh_seconds: int = 0) -> str:
    """Return a whole page; `body` is HTML with a single main element."""
    script = _REFRESH % (refresh_seconds * 1000) if refresh_seconds else ""
    return (
        '<!DOCTYPE html><html lang="uz"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">'
        f"<title>SANDBOX · {html.escape(title)}</title>"
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="/wall.css"></head><body>'
        '<header class="banner"><a href="/" class="mark">SANDBOX</a><p><b>Bu haqiqiy kanal emas</b>'
        '<span lang="ru">Это не настоящий канал</span><span lang="en">Not a real channel</span></p>'
        '<nav><a href="/#telegram">Telegram</a><a href="/#facebook">Facebook</a>'
        '<a href="/#instagram">Instagram</a><a href="/#wordpress">WordPress</a><a href="/#webhook">Webhook</a>'
        '<a href="/#newspaper">Gazeta</a></nav>'
        "</header>"
        f"{body}{script}</body></html>"
    )
