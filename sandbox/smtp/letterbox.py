"""The mail server: greets, signs in, takes letters for the mailboxes it has, and stumbles where a fault says so."""

import asyncio
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session, syntax

from sandbox.calls import names_of, wait_out
from sandbox.faults import Fault
from sandbox.smtp.answers import word_fault
from sandbox.smtp.messages import Letter, Refusal, read_letter
from sandbox.store import Channel, Post
from sandbox.world import World

PLATFORM = "newspaper"
LARGEST_MESSAGE = 40_000_000
_WAITS = {"delay", "hold_until_released"}
_AFTER_STORING = {"accept_then_drop", "accept_then_500", "garbage"}


async def open_letterbox(world: World, host: str, port: int) -> asyncio.Server:
    """Listen; port 0 takes any free one. Raises OSError when the port is taken."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Letterbox(world, loop), host, port)
    world.mail_url = f"smtp://{host}:{server.sockets[0].getsockname()[1]}"
    return server


class Letterbox(SMTP):
    """One connection. Everything before the end of a message may be refused; what was taken is on the wall."""

    def __init__(self, world: World, loop: asyncio.AbstractEventLoop) -> None:
        self.world = world
        super().__init__(
            self,
            hostname="pochta.sandbox.example",
            ident="Mediareja sandbox",
            data_size_limit=LARGEST_MESSAGE,
            auth_require_tls=False,
            authenticator=self.sign_in,
            loop=loop,
        )

    async def _handle_client(self) -> None:
        answer = await self.stumble("connect", frozenset())
        if answer is not None:
            await self.push(answer)
            assert self.transport is not None
            self.transport.close()
            return
        await super()._handle_client()

    async def handle_exception(self, error: Exception) -> str:
        """What a bug of the sandbox's looks like from outside; the library, which finds no handler but us, would ask
        itself again and again."""
        return "451 4.3.0 Local error in processing"

    def sign_in(self, server: Any, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """Let in who knows the login of a mailbox."""
        login, password = _login(data)
        targets = frozenset(
            name for channel in self._mailboxes() if channel.token.startswith(f"{login}:") for name in _names(channel)
        )
        fault = self.world.faults.take(PLATFORM, "auth", targets)
        known = any(channel.token == f"{login}:{password}" for channel in self._mailboxes())
        self._log("auth", targets, fault, 235 if known and fault is None else 535)
        if fault is not None and fault.kind == "drop_before":
            assert self.transport is not None
            self.transport.abort()
            return AuthResult(success=False, handled=True)
        if fault is not None and fault.kind not in _WAITS:
            return AuthResult(success=False, handled=False, message=word_fault(fault))
        return AuthResult(success=known, handled=False, auth_data=data)

    async def handle_MAIL(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """The sender, from those who have signed in."""
        targets = self._signed_in_as(session)
        answer = await self.stumble("mail", targets)
        if answer is None and not session.authenticated:
            answer = "530 5.7.0 Authentication required"
        if answer is not None:
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A recipient, who must have a mailbox here."""
        channel = self.world.store.channel(PLATFORM, address) if "@" in address else None
        answer = await self.stumble("rcpt", _names(channel) if channel else frozenset({address.lower()}))
        if answer is not None:
            return answer
        if channel is None:
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        """The word before the message."""
        answer = await self.stumble("data", self._recipients()) if self._recipients() else None
        if answer is not None:
            await self.push(answer)
            return
        await super().smtp_DATA(arg)

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        """The whole message."""
        targets = self._recipients()
        fault = self.world.faults.take(PLATFORM, "message", targets)
        if fault is not None and fault.kind == "drop_before":
            await self._hang_up("message", targets, fault)
        answer = await self._take(envelope, fault)
        self._log("message", targets, fault, int(answer[:3]) if answer[:3].isdigit() else 0)
        return answer

    async def stumble(self, operation: str, targets: frozenset[str]) -> str | None:
        """Meet the fault that strikes here: the answer that takes the place of the usual one, if any."""
        fault = self.world.faults.take(PLATFORM, operation, targets)
        if fault is None:
            self._log(operation, targets, None, 250)
            return None
        if fault.kind == "drop_before":
            await self._hang_up(operation, targets, fault)
        if fault.kind in _WAITS:
            await wait_out(self.world, fault)
            return None
        answer = word_fault(fault)
        self._log(operation, targets, fault, int(answer[:3]) if answer[:3].isdigit() else 0)
        return answer

    async def _take(self, envelope: Envelope, fault: Fault | None) -> str:
        waits = fault is not None and fault.kind in _WAITS
        stored = fault is None or waits or fault.kind in _AFTER_STORING or bool(fault.params.get("stored"))
        if fault is not None and waits and fault.params.get("when") == "before":
            await wait_out(self.world, fault)
        if stored:
            try:
                letter = read_letter(bytes(envelope.content or b""))
            except Refusal as refusal:
                return str(refusal)
            for address in dict.fromkeys(envelope.rcpt_tos):
                self._put(letter, address)
        if fault is None:
            return "250 2.0.0 OK: queued"
        if fault.kind == "accept_then_drop":
            await self._hang_up("message", self._recipients(), fault)
        if waits:
            if fault.params.get("when", "after") == "after":
                await wait_out(self.world, fault)
            return "250 2.0.0 OK: queued"
        return word_fault(fault)

    def _put(self, letter: Letter, address: str) -> None:
        """Into the mailbox. A letter that comes twice lies there twice, as it would in a real one."""
        store = self.world.store
        channel = store.channel(PLATFORM, address)
        assert channel is not None
        number = store.next_number(f"letter:{channel.id}:{letter.message_id}", 1)
        post_id = letter.message_id if number == 1 else f"{letter.message_id}#{number}"
        media = tuple(store.save_media(content, ref) for content, ref in letter.files)
        store.add_post(
            Post(
                PLATFORM, channel.id, post_id, self.world.now(), text=letter.text, media=media, kind="letter",
                title=letter.subject, sender=letter.sender,
            )
        )  # fmt: skip

    async def _hang_up(self, operation: str, targets: frozenset[str], fault: Fault) -> None:
        """Cut the line without a word; the lost connection then ends this task."""
        self._log(operation, targets, fault, None)
        assert self.transport is not None
        self.transport.abort()
        await asyncio.Event().wait()

    def _recipients(self) -> frozenset[str]:
        found = [self.world.store.channel(PLATFORM, address) for address in self.envelope.rcpt_tos]
        return frozenset(name for channel in found if channel for name in _names(channel))

    def _signed_in_as(self, session: Session) -> frozenset[str]:
        login = _login(session.auth_data)[0] if session.authenticated else ""
        return frozenset(
            name for channel in self._mailboxes() if channel.token.startswith(f"{login}:") for name in _names(channel)
        )

    def _mailboxes(self) -> list[Channel]:
        return self.world.store.channels(PLATFORM)

    def _log(self, operation: str, targets: frozenset[str], fault: Fault | None, status: int | None) -> None:
        self.world.requests.append(
            {
                "at": self.world.now(), "platform": PLATFORM, "operation": operation,
                "target": min(targets, default=None), "method": "SMTP", "path": "", "values": {}, "uploads": {},
                "status": status, "fault": None if fault is None else fault.kind,
            }
        )  # fmt: skip


def _names(channel: Channel) -> frozenset[str]:
    return names_of(channel.id, channel.address)


def _login(data: Any) -> tuple[str, str]:
    if not isinstance(data, LoginPassword):
        return "", ""
    return data.login.decode(errors="replace"), data.password.decode(errors="replace")
