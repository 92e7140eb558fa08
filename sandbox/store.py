"""Keeps what the sandbox's platforms hold in SQLite, so that a restart shows the same wall."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS channels (
    platform TEXT NOT NULL, id TEXT NOT NULL, address TEXT NOT NULL, token TEXT NOT NULL, title TEXT NOT NULL,
    kind TEXT NOT NULL, PRIMARY KEY (platform, id));
CREATE UNIQUE INDEX IF NOT EXISTS channel_address ON channels (platform, lower(address));
CREATE TABLE IF NOT EXISTS posts (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, platform TEXT NOT NULL, channel TEXT NOT NULL, id TEXT NOT NULL,
    at REAL NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (platform, channel, id));
CREATE INDEX IF NOT EXISTS post_state ON posts (state, platform, channel);
CREATE INDEX IF NOT EXISTS post_by_id ON posts (platform, id);
CREATE TABLE IF NOT EXISTS media (
    sha256 TEXT PRIMARY KEY, content_type TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
    name TEXT NOT NULL, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL, id TEXT NOT NULL, channel TEXT NOT NULL, at REAL NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS updates (bot TEXT NOT NULL, id INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (bot, id));
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_TABLES = ("channels", "posts", "media", "records", "updates", "facts")


@dataclass(frozen=True)
class Channel:
    """One place readers know: `kind` is channel, supergroup, group or private (a person's chat with a bot) on Telegram,
    the user's role on WordPress, else page, account, receiver or mailbox."""

    platform: str
    id: str
    address: str
    token: str = field(repr=False)
    title: str
    kind: str

    @property
    def username(self) -> str | None:
        """The public name without its @, or None when the place is private or has only a number."""
        return self.address[1:] if self.address.startswith("@") else None


@dataclass(frozen=True)
class MediaRef:
    """One picture, video or document of a post, by the SHA-256 of its bytes."""

    sha256: str
    kind: str
    content_type: str
    width: int = 0
    height: int = 0
    size: int = 0
    name: str = ""
    alt: str = ""
    seconds: int = 0
    cover: str = ""
    """SHA-256 of the picture shown before a video is played."""


@dataclass(frozen=True)
class Post:
    """A published (live), scheduled, unpublished or deleted post; an album is several posts sharing `album`."""

    platform: str
    channel: str
    id: str
    at: float
    state: str = "live"
    text: str = ""
    entities: tuple[dict[str, Any], ...] = ()
    link: str = ""
    media: tuple[MediaRef, ...] = ()
    album: str = ""
    edited_at: float | None = None
    scheduled_at: float | None = None
    pinned: bool = False
    views: int = 0
    reactions: dict[str, int] = field(default_factory=dict)
    """How often readers chose each sign."""
    kind: str = "text"
    title: str = ""
    sender: str = ""
    by_hand: bool = False
    poll: dict[str, Any] | None = None
    """question, options, multiple."""
    silent: bool = False
    preview: dict[str, Any] = field(default_factory=dict)
    """How the card of a link is drawn: prefer_small_media, prefer_large_media, show_above_text."""
    keyboard: dict[str, Any] | None = None
    """Telegram's reply_markup."""
    reply_to: str = ""
    """Id of the message this one answers."""
    seq: int = 0


_POST_COLUMNS = ("platform", "channel", "id", "at", "state", "seq")


class Store:
    """All tables behind plain methods; used from one event loop only."""

    def __init__(self, folder: Path | None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(
            ":memory:" if folder is None else folder / "sandbox.sqlite3", isolation_level=None, check_same_thread=False
        )
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the database file."""
        self._db.close()

    def clear(self) -> None:
        """Forget everything."""
        for table in _TABLES:
            self._db.execute(f"DELETE FROM {table}")

    def next_number(self, name: str, start: int = 1) -> int:
        """Return the next whole number of the named series, beginning with `start`."""
        value = int(self.fact(f"number:{name}") or start - 1) + 1
        self.set_fact(f"number:{name}", str(value))
        return value

    def fact(self, name: str) -> str | None:
        """Return a remembered text, or None."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row["value"])

    def set_fact(self, name: str, value: str) -> None:
        """Remember a text under a name."""
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def add_channel(self, channel: Channel) -> None:
        """Add a channel; raises sqlite3.IntegrityError when id or address is taken on its platform."""
        self._db.execute(
            "INSERT INTO channels (platform, id, address, token, title, kind) VALUES (?, ?, ?, ?, ?, ?)",
            (channel.platform, channel.id, channel.address, channel.token, channel.title, channel.kind),
        )

    def channels(self, platform: str | None = None) -> list[Channel]:
        """Return all channels, or those of one platform, in the order they were added."""
        rows = self._db.execute("SELECT * FROM channels WHERE ?1 IS NULL OR platform = ?1 ORDER BY rowid", (platform,))
        return [Channel(**dict(row)) for row in rows]

    def channel(self, platform: str, key: str) -> Channel | None:
        """Find a channel by its id or its address (the @ may be missing)."""
        row = self._db.execute(
            "SELECT * FROM channels WHERE platform = ?1"
            " AND (id = ?2 OR lower(address) IN (lower(?2), '@' || lower(?2)))",
            (platform, key),
        ).fetchone()
        return None if row is None else Channel(**dict(row))

    def add_post(self, post: Post) -> Post:
        """Store a new post and return it with its place in the sequence."""
        cursor = self._db.execute(
            "INSERT INTO posts (platform, channel, id, at, state, body) VALUES (?, ?, ?, ?, ?, ?)",
            (post.platform, post.channel, post.id, post.at, post.state, _post_body(post)),
        )
        return replace(post, seq=int(cursor.lastrowid or 0))

    def save_post(self, post: Post) -> Post:
        """Store a changed post."""
        self._db.execute(
            "UPDATE posts SET at = ?, state = ?, body = ? WHERE seq = ?",
            (post.at, post.state, _post_body(post), post.seq),
        )
        return post

    def post(self, platform: str, channel: str, post_id: str) -> Post | None:
        """Return one post, whatever its state."""
        row = self._db.execute(
            "SELECT * FROM posts WHERE platform = ? AND channel = ? AND id = ?", (platform, channel, post_id)
        ).fetchone()
        return None if row is None else _post_from(row)

    def post_by_id(self, platform: str, post_id: str) -> Post | None:
        """Return a post whose id is unique on its platform (Facebook, Instagram)."""
        row = self._db.execute("SELECT * FROM posts WHERE platform = ? AND id = ?", (platform, post_id)).fetchone()
        return None if row is None else _post_from(row)

    def posts(
        self, platform: str | None = None, channel: str | None = None, states: Iterable[str] = ("live",)
    ) -> list[Post]:
        """Return posts in the given states, oldest first."""
        rows = self._db.execute(
            "SELECT * FROM posts WHERE (?1 IS NULL OR platform = ?1) AND (?2 IS NULL OR channel = ?2)"
            " AND state IN (SELECT value FROM json_each(?3)) ORDER BY seq",
            (platform, channel, json.dumps(list(states))),
        )
        return [_post_from(row) for row in rows]

    def save_media(self, content: bytes, ref: MediaRef) -> MediaRef:
        """Keep the bytes once and return the reference completed with checksum and size."""
        sha256 = hashlib.sha256(content).hexdigest()
        self._db.execute(
            "INSERT OR IGNORE INTO media VALUES (?, ?, ?, ?, ?, ?)",
            (sha256, ref.content_type, ref.width, ref.height, ref.name, content),
        )
        return replace(ref, sha256=sha256, size=len(content))

    def media(self, sha256: str) -> tuple[str, bytes] | None:
        """Return content type and bytes of stored media."""
        row = self._db.execute("SELECT content_type, content FROM media WHERE sha256 = ?", (sha256,)).fetchone()
        return None if row is None else (row["content_type"], row["content"])

    def save_record(self, kind: str, record_id: str, channel: str, at: float, body: dict[str, Any]) -> None:
        """Store or replace a platform's own object (an unpublished photo, a container, a file id)."""
        self._db.execute(
            "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?)", (kind, record_id, channel, at, json.dumps(body))
        )

    def record(self, kind: str, record_id: str) -> dict[str, Any] | None:
        """Return such an object with its channel and time under `channel` and `at`."""
        row = self._db.execute("SELECT * FROM records WHERE kind = ? AND id = ?", (kind, record_id)).fetchone()
        return None if row is None else {**json.loads(row["body"]), "channel": row["channel"], "at": row["at"]}

    def record_ids(self, kind: str) -> list[str]:
        """Return the ids of all such objects, oldest first."""
        rows = self._db.execute("SELECT id FROM records WHERE kind = ? ORDER BY at, rowid", (kind,))
        return [str(row["id"]) for row in rows]

    def add_update(self, bot: str, number: int, body: dict[str, Any]) -> None:
        """Keep an update for a bot until it is confirmed."""
        self._db.execute("INSERT INTO updates VALUES (?, ?, ?)", (bot, number, json.dumps(body)))

    def updates(self, bot: str, limit: int) -> list[dict[str, Any]]:
        """Return a bot's updates that are not confirmed, oldest first."""
        rows = self._db.execute("SELECT body FROM updates WHERE bot = ? ORDER BY id LIMIT ?", (bot, limit))
        return [json.loads(row["body"]) for row in rows]

    def drop_updates(self, bot: str, below: int) -> None:
        """Forget a bot's updates with smaller numbers: it has them."""
        self._db.execute("DELETE FROM updates WHERE bot = ? AND id < ?", (bot, below))

    def count_records(self, kind: str, channel: str, since: float) -> int:
        """Count objects of a channel made at or after `since`."""
        row = self._db.execute(
            "SELECT count(*) FROM records WHERE kind = ? AND channel = ? AND at >= ?", (kind, channel, since)
        ).fetchone()
        return int(row[0])


def media_from(values: dict[str, Any]) -> MediaRef:
    """Rebuild a reference from its stored form."""
    return MediaRef(**values)


def _post_body(post: Post) -> str:
    values = {name: value for name, value in asdict(post).items() if name not in _POST_COLUMNS}
    return json.dumps(values, ensure_ascii=False)


def _post_from(row: sqlite3.Row) -> Post:
    body = json.loads(row["body"])
    body["media"] = tuple(media_from(item) for item in body["media"])
    body["entities"] = tuple(body["entities"])
    return Post(**{name: row[name] for name in _POST_COLUMNS}, **body)
