"""Private chats with a bot, asked through the real client library: updates, buttons, presses, refusals."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken
from telegram.request import HTTPXRequest

from sandbox.thread import start_sandbox
from tests.processes.program import wait_until
from tests.sandbox.clients import CHANNEL, Client

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Ha", callback_data="nonce-1")]])


@pytest.fixture
def own_bot(client: Client) -> dict[str, Any]:
    return client.control("bots")


def ask(client: Client, token: str, deed: Callable[[Bot], Awaitable[Any]]) -> Any:
    async def main() -> Any:
        request = HTTPXRequest(read_timeout=20)
        bot = Bot(token, base_url=f"{client.url}/bot", request=request, get_updates_request=request)
        try:
            return await deed(bot)
        finally:
            await request.shutdown()

    return asyncio.run(main())


def begun(client: Client, bot: dict[str, Any], text: str = "/start") -> int:
    return int(client.control("chats/write", {"bot": bot["username"], "text": text, "language": "uz"})["person"])


def test_a_bot_of_its_own_says_who_it_is(client: Client, own_bot: dict[str, Any]) -> None:
    me = ask(client, own_bot["token"], lambda bot: bot.get_me())

    assert (me.id, me.username, me.is_bot) == (own_bot["id"], own_bot["username"], True)


def test_an_unknown_token_is_refused(client: Client) -> None:
    with pytest.raises(InvalidToken):
        ask(client, "300009999:" + "x" * 35, lambda bot: bot.get_updates())


def test_what_a_person_writes_comes_until_it_is_confirmed(client: Client, own_bot: dict[str, Any]) -> None:
    # given somebody who opened the bot by a link
    person = begun(client, own_bot, "/start abc_DEF-123")

    # when the bot asks
    first = ask(client, own_bot["token"], lambda bot: bot.get_updates())
    again = ask(client, own_bot["token"], lambda bot: bot.get_updates())

    # then the message comes, and comes again, as Telegram describes it
    assert [update.update_id for update in first] == [update.update_id for update in again]
    message = first[0].message
    assert (message.text, message.chat.type, message.chat.id) == ("/start abc_DEF-123", "private", person)
    assert (message.from_user.id, message.from_user.language_code, message.from_user.is_bot) == (person, "uz", False)
    assert [(mark.type, mark.length) for mark in message.entities] == [("bot_command", 6)]

    # when the bot names the next number
    after = first[0].update_id + 1
    assert ask(client, own_bot["token"], lambda bot: bot.get_updates(offset=after)) == ()

    # then it is gone for good
    assert ask(client, own_bot["token"], lambda bot: bot.get_updates()) == ()


def test_a_long_poll_ends_when_something_happens(client: Client, own_bot: dict[str, Any]) -> None:
    person = begun(client, own_bot)
    offset = ask(client, own_bot["token"], lambda bot: bot.get_updates())[0].update_id + 1
    words = {"bot": own_bot["username"], "person": person, "text": "salom"}
    threading.Timer(0.3, lambda: client.control("chats/write", words)).start()

    began = time.monotonic()
    found = ask(client, own_bot["token"], lambda bot: bot.get_updates(offset=offset, timeout=10))

    assert [update.message.text for update in found] == ["salom"]
    assert time.monotonic() - began < 5


def test_a_second_reader_ends_the_first_one(client: Client, own_bot: dict[str, Any]) -> None:
    # given a reader that waits
    refused: list[Exception] = []

    def wait() -> None:
        try:
            ask(client, own_bot["token"], lambda bot: bot.get_updates(timeout=10))
        except Conflict as conflict:
            refused.append(conflict)

    first = threading.Thread(target=wait)
    first.start()
    wait_until(lambda: client.state()["reading"], "the first reader")

    # when a second one asks
    ask(client, own_bot["token"], lambda bot: bot.get_updates())
    first.join(5)

    # then the first one is told so
    assert str(refused[0]) == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


def test_a_press_comes_with_its_data_and_is_answered_once(client: Client, own_bot: dict[str, Any]) -> None:
    # given a message with a button
    person = begun(client, own_bot)
    sent: Message = ask(client, own_bot["token"], lambda bot: bot.send_message(person, "Rozimisiz?", reply_markup=YES))
    assert sent.reply_markup == YES

    # when the person presses it
    wish = {"person": person, "message_id": sent.message_id, "button": "Ha"}
    query = client.control("chats/press", wish)["query"]

    # then the bot hears of it, and its answer flashes up
    press = ask(client, own_bot["token"], lambda bot: bot.get_updates())[-1].callback_query
    assert (press.id, press.data, press.from_user.id) == (query, "nonce-1", person)
    assert (press.message.message_id, press.message.chat.id) == (sent.message_id, person)
    assert ask(client, own_bot["token"], lambda bot: bot.answer_callback_query(press.id, "Rahmat")) is True
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        ask(client, own_bot["token"], lambda bot: bot.answer_callback_query(press.id, "Rahmat"))


def test_buttons_are_changed_and_taken_away(client: Client, own_bot: dict[str, Any]) -> None:
    person = begun(client, own_bot)
    number = ask(client, own_bot["token"], lambda bot: bot.send_message(person, "x", reply_markup=YES)).message_id
    place = {"chat_id": person, "message_id": number}

    with pytest.raises(BadRequest, match="not modified"):
        ask(client, own_bot["token"], lambda bot: bot.edit_message_reply_markup(**place, reply_markup=YES))
    ask(client, own_bot["token"], lambda bot: bot.edit_message_text("Boʻldi", **place))

    shown = client.session.get(f"{client.url}/__control__/chats/{person}", timeout=10).json()["messages"][-1]
    assert (shown["text"], shown["buttons"], shown["edited"]) == ("Boʻldi", [], True)


@pytest.mark.parametrize(
    ("button", "words"),
    [
        (InlineKeyboardButton("Ha", callback_data="x" * 65), "Button_data_invalid"),
        (InlineKeyboardButton("Och", url="http://localhost:8000/x"), "wrong http url"),
    ],
)
def test_buttons_that_telegram_refuses_are_refused(
    client: Client, own_bot: dict[str, Any], button: InlineKeyboardButton, words: str
) -> None:
    person = begun(client, own_bot)
    markup = InlineKeyboardMarkup([[button]])

    with pytest.raises(BadRequest, match=words):
        ask(client, own_bot["token"], lambda bot: bot.send_message(person, "x", reply_markup=markup))


def test_who_blocked_the_bot_is_not_written_to(client: Client, own_bot: dict[str, Any]) -> None:
    person = begun(client, own_bot)
    client.control("chats/block", {"person": person})

    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        ask(client, own_bot["token"], lambda bot: bot.send_message(person, "x"))

    client.control("chats/write", {"bot": own_bot["username"], "person": person, "text": "/start"})
    ask(client, own_bot["token"], lambda bot: bot.send_message(person, "x"))


def test_a_person_who_never_wrote_is_not_found(client: Client, own_bot: dict[str, Any]) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        ask(client, own_bot["token"], lambda bot: bot.send_message(799_999_999, "x"))


def test_an_answer_names_the_message_it_answers(client: Client, own_bot: dict[str, Any]) -> None:
    person = begun(client, own_bot)
    question = ask(client, own_bot["token"], lambda bot: bot.send_message(person, "Nega?", reply_markup=ForceReply()))
    words = {"bot": own_bot["username"], "person": person, "text": "Shunday", "reply_to": question.message_id}
    client.control("chats/write", words)

    answer = ask(client, own_bot["token"], lambda bot: bot.get_updates())[-1].message

    assert (answer.text, answer.reply_to_message.message_id) == ("Shunday", question.message_id)


def test_commands_are_kept_and_need_a_description(client: Client, own_bot: dict[str, Any]) -> None:
    assert ask(client, own_bot["token"], lambda bot: bot.set_my_commands([("today", "bugun")], language_code="uz"))

    with pytest.raises(BadRequest, match="description must be non-empty"):
        ask(client, own_bot["token"], lambda bot: bot.set_my_commands([("today", "")]))


def test_private_chats_are_published_nowhere(client: Client, own_bot: dict[str, Any]) -> None:
    person = begun(client, own_bot)
    ask(client, own_bot["token"], lambda bot: bot.send_message(person, "sir"))
    client.bot_result("sendMessage", chat_id=CHANNEL, text="ochiq")

    assert client.texts("telegram") == ["ochiq"]


def test_a_person_can_do_all_of_it_on_the_wall(client: Client, own_bot: dict[str, Any]) -> None:
    # given the one-time link of a service, opened in a browser
    page = client.session.get(f"{client.url}/t.me/{own_bot['username']}?start=kod", timeout=10)
    form = BeautifulSoup(page.text, "html.parser").select_one("form")
    assert form is not None
    fields = {field["name"]: field.get("value", "") for field in form.select("input")}

    # when somebody new presses the button
    chat = client.session.post(client.url + str(form["action"]), data=fields | {"person": ""}, timeout=10)

    # then the bot gets the code, and its buttons are on the page
    assert ask(client, own_bot["token"], lambda bot: bot.get_updates())[-1].message.text == "/start kod"
    person = int(chat.url.rsplit("/", 1)[1])
    ask(client, own_bot["token"], lambda bot: bot.send_message(person, "<Rozi>misiz?", reply_markup=YES))
    shown = BeautifulSoup(client.session.get(chat.url, timeout=10).text, "html.parser")
    key = shown.select_one("article.theirs form")
    assert key is not None
    fields = {field["name"]: field["value"] for field in key.select("input, button")}

    # when one is pressed, and a line is written after a question
    client.session.post(client.url + str(key["action"]), data=fields, timeout=10)
    ask(client, own_bot["token"], lambda bot: bot.send_message(person, "Nega?", reply_markup=ForceReply()))
    client.session.post(f"{chat.url}/write", data={"text": "Shunday"}, timeout=10)

    # then the bot hears both, and the overview leads to the chat
    press, words = ask(client, own_bot["token"], lambda bot: bot.get_updates())[-2:]
    assert press.callback_query.data == "nonce-1"
    assert (words.message.text, words.message.reply_to_message.text) == ("Shunday", "Nega?")
    assert f"/wall/chats/{person}" in client.session.get(client.url, timeout=10).text


def test_chats_and_updates_survive_a_restart(tmp_path: Any) -> None:
    # given a sandbox with a folder, in which somebody wrote to a bot
    running = start_sandbox(data_dir=tmp_path, pacing=False)
    import requests

    with requests.Session() as session:
        client = Client(running.url, session)
        own = client.control("bots")
        begun(client, own, "/start kod")
        running.stop()

        # when it is started again
        running = start_sandbox(data_dir=tmp_path, pacing=False)
        client = Client(running.url, session)

        # then the bot is known and hears what was written
        assert ask(client, own["token"], lambda bot: bot.get_updates())[0].message.text == "/start kod"
    running.stop()
