"""What the sandbox's world consists of: channels with their tokens, settings, clock, faults and flood control."""

import asyncio
import json
import re
import sqlite3
from base64 import b64encode
from collections import deque
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from sandbox.clock import Clock
from sandbox.faults import PLATFORMS, FaultBoard, parse_fault
from sandbox.pacing import Pacing
from sandbox.store import Channel, Store

BOT_TOKEN = "100000001:sandbox-bot-token-for-testing-0000000"
PAGE_TOKEN = "sandbox-page-token"
INSTAGRAM_TOKEN = "sandbox-instagram-token"
USER_TOKEN = "sandbox-user-token"
WORDPRESS_LOGIN = "mediareja:SandboxPasswordForTests1"
WEBHOOK_KEY = "whsec_c2FuZGJveC13ZWJob29rLWtleS1mb3ItdGVzdGluZyE="
MAILBOX_LOGIN = "mediareja:SandboxMailboxForTests1"
APP_ID = "100000000000001"
APP_SECRET = "sandbox-app-secret"
APP_NAME = "Mediareja sandbox"

DEFAULT_CHANNELS: tuple[Channel, ...] = (
    Channel("telegram", "-1001000000001", "@mediareja_sandbox", BOT_TOKEN, "Mediareja sandbox", "channel"),
    Channel("telegram", "-1001000000002", "-1001000000002", BOT_TOKEN, "Mediareja private sandbox", "channel"),
    Channel("facebook", "200000000000001", "@mediareja.sandbox", PAGE_TOKEN, "Mediareja sandbox", "page"),
    Channel("instagram", "17841400000000001", "@mediareja_sandbox", INSTAGRAM_TOKEN, "Mediareja sandbox", "account"),
    Channel("wordpress", "30000000000001", "@mediareja_sandbox", WORDPRESS_LOGIN, "Mediareja sandbox", "editor"),
    Channel("webhook", "40000000000001", "@mediareja_sandbox", WEBHOOK_KEY, "Mediareja sandbox", "receiver"),
    Channel("newspaper", "50000000000001", "tahririyat@sandbox.example", MAILBOX_LOGIN, "Sandbox gazetasi", "mailbox"),
)
_KINDS = {
    "telegram": ("channel", "supergroup", "group"), "facebook": ("page",), "instagram": ("account",),
    "wordpress": ("editor", "author", "contributor", "subscriber"), "webhook": ("receiver",),
    "newspaper": ("mailbox",),
}  # fmt: skip
_MADE_IDS = {
    "facebook": "20000000000",
    "instagram": "1784140000000",
    "wordpress": "3000000000",
    "webhook": "4000000000",
    "newspaper": "5000000000",
}
_ADDRESS = re.compile(r"@[A-Za-z][A-Za-z0-9_.]{3,49}|-?\d{5,20}")
_MAILBOX = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class BadWish(ValueError):
    """A wish to the control interface or a world file makes no sense; the text says why."""


@dataclass
class Settings:
    """Switches of the world; `container_polls` is how often a container answers IN_PROGRESS."""

    pacing: bool = True
    require_appsecret_proof: bool = False
    granted_for: str = ""
    container_polls: int = 1
    container_seconds: float = 60.0
    publishing_quota: int = 50
    second_publish: str = "duplicates"
    fetch_seconds: float = 10.0
    usage_percent: int = 5
    usage_minutes: int = 0
    answering_version: str = ""
    live_allowed: bool = True
    telegram_48_hours: bool = False
    wordpress_speaking_links: bool = True
    dead_metrics: str = ""

    def change(self, wish: dict[str, Any]) -> None:
        """Apply a partial change; raises BadWish for an unknown name or a value of the wrong type."""
        known = {item.name: type(getattr(self, item.name)) for item in fields(self)}
        for name, value in wish.items():
            if name not in known:
                raise BadWish(f"Unknown setting {name!r}; known are {', '.join(known)}.")
            wanted = (int, float) if known[name] is float else known[name]
            if not isinstance(value, wanted) or (isinstance(value, bool) and known[name] is not bool):
                raise BadWish(f"{name} must be of type {known[name].__name__}.")
        if wish.get("second_publish", self.second_publish) not in {"duplicates", "refused"}:
            raise BadWish("second_publish must be 'duplicates' or 'refused'.")
        for name, value in wish.items():
            setattr(self, name, value)


@dataclass
class World:
    """Everything a handler may need, held once per running sandbox."""

    store: Store
    clock: Clock
    wishes: dict[str, Any] = field(default_factory=dict)
    started_with: dict[str, Any] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    faults: FaultBoard = field(default_factory=FaultBoard)
    pacing: Pacing = field(default_factory=Pacing)
    requests: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=5_000))
    release: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    held: int = 0
    pollers: dict[str, Any] = field(default_factory=dict)
    """The getUpdates that waits, by bot token."""
    client: ClientSession | None = None
    mail_url: str = ""
    """Where the letterbox listens, smtp://host:port."""

    def now(self) -> float:
        """The world's present, Unix seconds."""
        return self.clock.now()

    def advance(self, seconds: float) -> None:
        """Move the clock forward, for good; raises ValueError for a step back."""
        self.clock.advance(seconds)
        self.store.set_fact("clock_offset", repr(self.clock.offset))

    def reset(self) -> None:
        """Return to the world as it was first started."""
        self.store.clear()
        self.clock.offset = 0.0
        self.clock.run()
        self.faults.clear()
        self.pacing.clear()
        self.requests.clear()
        self.release_held()
        self.settings = Settings()
        self.populate()

    def release_held(self) -> None:
        """Let every held answer go."""
        self.release.set()
        self.release = asyncio.Event()

    def populate(self) -> None:
        """Put the default channels and those of the world file in place, where missing."""
        for channel in DEFAULT_CHANNELS:
            if self.store.channel(channel.platform, channel.id) is None:
                self.store.add_channel(channel)
        for wish in self.wishes.get("channels", []):
            if not isinstance(wish, dict) or not (wish.get("address") or wish.get("id")):
                raise BadWish("A channel of a world file needs an address or an id, so that a restart finds it again.")
            if self.store.channel(wish.get("platform", ""), str(wish.get("address") or wish.get("id") or "")) is None:
                self.add_channel(wish)
        self.settings.change({**self.wishes.get("settings", {}), **self.started_with})
        self.faults.active.extend(parse_fault(wish) for wish in self.wishes.get("faults", []))

    def add_channel(self, wish: dict[str, Any]) -> Channel:
        """Add a channel from {platform, address, title, kind?, id?, token?, own_token?}; raises BadWish."""
        platform, address = wish.get("platform"), wish.get("address")
        if platform not in PLATFORMS:
            raise BadWish(f"Unknown platform {platform!r}; known are {', '.join(PLATFORMS)}.")
        shape, words = (_MAILBOX, "an e-mail address") if platform == "newspaper" else (_ADDRESS, "'@name' or a number")
        if address is not None and not shape.fullmatch(str(address)):
            raise BadWish(f"address must be {words}, or null to have one made.")
        number = self.store.next_number(f"channel:{platform}", 1001)
        kind = str(wish.get("kind", _KINDS[platform][0]))
        if kind not in _KINDS[platform]:
            raise BadWish(f"kind must be one of {', '.join(_KINDS[platform])}.")
        channel_id = str(wish.get("id") or (address if _is_number(address) else _made_id(platform, kind, number)))
        channel = Channel(
            platform=platform,
            id=channel_id,
            address=str(address or _made_address(platform, number) or channel_id),
            token=str(wish.get("token") or _made_token(platform, number, bool(wish.get("own_token")))),
            title=str(wish.get("title") or f"Sandbox {platform} {number}"),
            kind=kind,
        )
        try:
            self.store.add_channel(channel)
        except sqlite3.IntegrityError:
            raise BadWish(f"{platform} has a channel with this id or address already.") from None
        return channel

    def to_json(self) -> dict[str, Any]:
        """Return the state without any token."""
        return {
            "now": self.now(),
            "mail": self.mail_url,
            "clock_offset": self.clock.offset,
            "settings": asdict(self.settings),
            "faults": [fault.to_json() for fault in self.faults.active],
            "held": self.held,
            "reading": len(self.pollers),
            "requests": len(self.requests),
            "channels": [
                {
                    "platform": channel.platform, "address": channel.address, "id": channel.id,
                    "title": channel.title, "kind": channel.kind,
                    "posts": len(self.store.posts(channel.platform, channel.id)),
                }
                for channel in self.store.channels()
            ],
        }  # fmt: skip


WORLD: web.AppKey[World] = web.AppKey("world", World)


def open_world(folder: Path | None, wishes: dict[str, Any] | None = None, **started_with: Any) -> World:
    """Open (or begin) the world kept in `folder`, in memory when None; keyword arguments are settings."""
    store = Store(folder)
    clock = Clock(float(store.fact("clock_offset") or 0.0))
    world = World(store, clock, wishes=wishes or {}, started_with=started_with)
    world.populate()
    return world


def read_world_file(path: Path) -> dict[str, Any]:
    """Read {"channels": […], "settings": {…}, "faults": […]}; raises BadWish with a sentence."""
    try:
        wishes = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadWish(f"The world file cannot be read: {error}") from None
    if not isinstance(wishes, dict) or set(wishes) - {"channels", "settings", "faults"}:
        raise BadWish("A world file is an object with channels, settings and faults.")
    return wishes


def _is_number(address: Any) -> bool:
    return address is not None and str(address).lstrip("-").isdigit()


def _made_id(platform: str, kind: str, number: int) -> str:
    if platform == "telegram":
        return f"-{400_000_000 + number}" if kind == "group" else f"-100{1_000_000_000 + number}"
    return f"{_MADE_IDS[platform]}{number}"


def _made_address(platform: str, number: int) -> str:
    return f"gazeta{number}@sandbox.example" if platform == "newspaper" else ""


def _made_token(platform: str, number: int, own_token: bool) -> str:
    if platform == "telegram":
        return f"{100_000_000 + number}:sandbox-bot-token-for-testing-{number:07d}" if own_token else BOT_TOKEN
    if platform == "wordpress":
        return f"mediareja:SandboxPassword{number:09d}"
    if platform == "newspaper":
        return f"gazeta{number}:SandboxMailbox{number:09d}"
    if platform == "webhook":
        return f"whsec_{b64encode(f'sandbox-webhook-key-{number:012d}'.encode()).decode()}"
    return f"{PAGE_TOKEN if platform == 'facebook' else INSTAGRAM_TOKEN}-{number}"
