"""Bot API requests: token, method, flood control and fault, then the method itself and its envelope."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.calls import Call, UnreadableBody, log_call, perform, read_call
from sandbox.telegram import chats, editing, keyboards, sending, updates
from sandbox.telegram.answers import Refusal, bad_request, refusal_answer, result_answer, too_many, word_fault

Method = Callable[[Call], Awaitable[Any]]
METHODS: dict[str, Method] = {
    "getMe": chats.get_me,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatMemberCount": chats.get_chat_member_count,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendVideo": sending.send_video,
    "sendDocument": sending.send_document,
    "sendMediaGroup": sending.send_media_group,
    "sendPoll": sending.send_poll,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "pinChatMessage": editing.pin_chat_message,
    "getUpdates": updates.get_updates,
    "answerCallbackQuery": keyboards.answer_callback_query,
    "setMyCommands": keyboards.set_my_commands,
}
_BY_LOWER_NAME = {name.lower(): name for name in METHODS}


async def handle(request: web.Request) -> web.StreamResponse:
    """Answer one Bot API request."""
    try:
        call = await read_call(request, "telegram")
    except UnreadableBody as error:
        return refusal_answer(bad_request(str(error)))
    call.operation = _BY_LOWER_NAME.get(request.match_info["method"].lower(), request.match_info["method"])
    call.targets = chats.names_of_chat(call)
    try:
        chats.known_bot(call)
        if call.operation not in METHODS:
            raise Refusal(404, "Not Found: method not found")
    except Refusal as refusal:
        response = refusal_answer(refusal)
        log_call(call, response)
        return response
    return await perform(call, _act, word_fault)


async def _act(call: Call) -> web.Response:
    try:
        _keep_pace(call)
        return result_answer(await METHODS[call.operation](call))
    except Refusal as refusal:
        return refusal_answer(refusal)


def _keep_pace(call: Call) -> None:
    if not call.world.settings.pacing or not call.operation.startswith(("send", "edit")):
        return
    channel = chats.writable_chat(call)
    bot = call.request.match_info["token"]
    seconds = call.world.pacing.wait_for(bot, channel.id, channel.kind in {"group", "supergroup"}, call.world.now())
    if seconds:
        raise too_many(seconds)


async def not_found(_request: web.Request) -> web.Response:
    """Answer a path that names no bot or no method."""
    return refusal_answer(Refusal(404, "Not Found"))
