"""Telegram's Bot API over real HTTP on loopback.

It answers as the real one does: the same JSON, the limits on texts, buttons and deletions, updates that come again until
they are confirmed, one who fetches at a time, a webhook that is tried again, and its own failures when a test wants them.
"""

import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import httpx

from tests.auxil.telegram_http import Json, Refusal, Server, Upload, bad_request, handler

BOT = {"id": 123456, "is_bot": True, "first_name": "My Say", "username": "my_say_test_bot"}


class TelegramApi:
    """The server. `calls`: what the bot asked for, in order. `base_url` is what MYSAY_TELEGRAM_API_URL must be.

    `fails(call)` is asked before each call of the bot: a Refusal it returns is answered; "close" breaks the connection
    before the call has an effect, "lost" after it; a number is how many seconds the answer takes.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.fails: Callable[[str, Json], Refusal | str | float | None] = lambda _method, _body: None
        self.commands: list[Json] = []
        self.webhook: Json = {"url": ""}
        self.left: list[int] = []
        self.chats: dict[int, dict[int, Json]] = defaultdict(dict)
        self.blocked: set[int] = set()
        self.answered: list[str] = []
        self.shown: list[str] = []
        self.pictures: list[str] = []
        self._updates: list[Json] = []
        self._last_update = 900_000_000
        self._last_message: dict[int, int] = defaultdict(int)
        self._fetching = 0
        self._changed = threading.Condition()
        self._server = Server(("127.0.0.1", 0), handler(self))
        self.base_url = f"http://127.0.0.1:{self._server.server_address[1]}/bot"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        """Ends."""
        self._server.shutdown()
        self._server.server_close()
        with self._changed:
            self._changed.notify_all()

    # what happens on a phone

    def arrives(self, **update: Any) -> Json:
        """An update for the bot: fetched, or brought to its webhook."""
        with self._changed:
            self._last_update += 1
            full = {"update_id": self._last_update, **update}
            self._updates.append(full)
            self._changed.notify_all()
        if self.webhook["url"]:
            self.deliver(full)
        return full

    def again(self, update: Json) -> None:
        """The same update once more, as happens when the confirmation was lost."""
        with self._changed:
            self._updates.append(update)
            self._updates.sort(key=lambda each: each["update_id"])
            self._changed.notify_all()

    def deliver(self, update: Json, secret: str | None = None) -> int:
        """Brings an update to the webhook; it stays in the queue until it was taken. Returns the status."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret if secret is not None else self.webhook["secret_token"]}
        response = httpx.post(self.webhook["url"], json=update, headers=headers, trust_env=False, timeout=10)
        if response.status_code == 200:
            with self._changed:
                self._updates = [each for each in self._updates if each["update_id"] != update["update_id"]]
        return response.status_code

    def new_message(self, chat: Json, sender: Json, **content: Any) -> Json:
        """A message of somebody in a chat."""
        with self._changed:
            message_id = self._next_id(chat["id"])
            message = {"message_id": message_id, "from": sender, "chat": chat, "date": int(time.time()), **content}
            self.chats[chat["id"]][message_id] = message
            return message

    def in_chat(self, chat_id: int) -> list[Json]:
        """What the phone shows of a chat, in order."""
        with self._changed:
            return [json.loads(json.dumps(message)) for _id, message in sorted(self.chats[chat_id].items())]

    def waiting(self) -> int:
        """How many updates are not confirmed."""
        with self._changed:
            return len(self._updates)

    def called(self, method: str) -> list[Json]:
        """What was asked of a method, in order."""
        return [body for name, body in list(self.calls) if name == method]

    # the methods

    def call(self, method: str, body: Json) -> Any:
        """Does what a method does; the result, or Refusal."""
        does = getattr(self, f"_{_snake(method)}", None)
        if does is None:
            raise Refusal(404, "Not Found")
        return does(body)

    def _get_me(self, _body: Json) -> Json:
        return BOT | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}

    def _get_updates(self, body: Json) -> list[Json]:
        if self.webhook["url"]:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        with self._changed:
            self._fetching += 1
            mine = self._fetching
            self._changed.notify_all()
            if (offset := body.get("offset")) is not None:
                self._updates = [update for update in self._updates if update["update_id"] >= offset]
            self._changed.wait_for(lambda: bool(self._updates) or mine != self._fetching, body.get("timeout", 0))
            if mine != self._fetching:
                raise Refusal(409, "Conflict: terminated by other getUpdates request")
            return self._updates[:100]

    def _set_webhook(self, body: Json) -> bool:
        self.webhook = dict(body)
        return True

    def _delete_webhook(self, _body: Json) -> bool:
        self.webhook = {"url": ""}
        return True

    def _set_my_commands(self, body: Json) -> bool:
        self.commands = body["commands"]
        return True

    def _send_message(self, body: Json) -> Json:
        chat_id = self._writable(body)
        text = body.get("text", "").strip()
        if not text:
            raise bad_request("message text is empty")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            raise bad_request("message is too long")
        content: Json = {"text": text}
        if keyboard := body.get("reply_markup"):
            content["reply_markup"] = _checked(keyboard)
        if body.get("disable_notification"):
            content["silent"] = True
        chat = {"id": chat_id, "type": "private" if chat_id > 0 else "group"}
        return self.new_message(chat, BOT, **content)

    def _send_photo(self, body: Json) -> Json:
        chat_id = self._writable(body)
        caption = body.get("caption", "")
        if len(caption.encode("utf-16-le")) // 2 > 1024:
            raise bad_request("message caption is too long")
        photo = body["photo"]
        if isinstance(photo, Upload):
            self.pictures.append(photo.name)
            photo = f"file-{len(self.pictures)}"
        elif not photo.startswith("file-"):
            raise bad_request("wrong file identifier specified")
        sizes = [{"file_id": photo, "file_unique_id": photo, "width": 320, "height": 320}]
        content: Json = {"photo": sizes, "caption": caption}
        if keyboard := body.get("reply_markup"):
            content["reply_markup"] = _checked(keyboard)
        return self.new_message({"id": chat_id, "type": "private"}, BOT, **content)

    def _edit_message_reply_markup(self, body: Json) -> Json:
        chat_id = self._writable(body)
        with self._changed:
            message = self.chats[chat_id].get(body["message_id"])
            if message is None:
                raise bad_request("message to edit not found")
            keyboard = _checked(body["reply_markup"]) if body.get("reply_markup") else None
            if message.get("reply_markup") == keyboard:
                raise bad_request("message is not modified")
            message.pop("reply_markup", None)
            if keyboard:
                message["reply_markup"] = keyboard
            return message

    def _answer_callback_query(self, body: Json) -> bool:
        self.answered.append(body["callback_query_id"])
        return True

    def _delete_messages(self, body: Json) -> bool:
        chat_id = self._writable(body)
        if not 1 <= len(body["message_ids"]) <= 100:
            raise bad_request("can't delete that many messages")
        with self._changed:
            for message_id in body["message_ids"]:
                message = self.chats[chat_id].get(message_id)
                if message and message["date"] < time.time() - 48 * 3600:
                    raise bad_request("message can't be deleted for everyone")
                self.chats[chat_id].pop(message_id, None)
        return True

    def _send_chat_action(self, body: Json) -> bool:
        self._writable(body)
        self.shown.append(body["action"])
        return True

    def _leave_chat(self, body: Json) -> bool:
        self.left.append(int(body["chat_id"]))
        return True

    def _writable(self, body: Json) -> int:
        chat_id = int(body["chat_id"])
        if chat_id in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if chat_id in self.left:
            raise Refusal(403, "Forbidden: bot was kicked from the group chat")
        if chat_id not in self.chats:
            raise bad_request("chat not found")
        return chat_id

    def _next_id(self, chat_id: int) -> int:
        self._last_message[chat_id] += 1
        return self._last_message[chat_id]


def _checked(keyboard: Json) -> Json:
    rows = keyboard["inline_keyboard"]
    if sum(len(row) for row in rows) > 100:
        raise bad_request("too many buttons")
    for button in (button for row in rows for button in row):
        if not button["text"] or not 1 <= len(button["callback_data"].encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
    return keyboard


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
