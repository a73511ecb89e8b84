"""Somebody with Telegram on their phone."""

import time
from typing import Any

from tests.auxil.telegram_api import BOT, TelegramApi
from tests.auxil.telegram_http import Json


class Phone:
    """Somebody with Telegram on their phone, in a private chat with the bot."""

    typed: list[str] = []  # by everybody, in the whole run: none of it may stand in a log

    def __init__(self, api: TelegramApi, number: int) -> None:
        self.api, self.number = api, number
        self.user = {"id": number, "is_bot": False, "first_name": "Margaret", "username": f"margaret{number}"}
        self.chat = {"id": number, "type": "private", "first_name": "Margaret", "username": f"margaret{number}"}

    def write(self, text: str, **more: Any) -> Json:
        """Writes a message; the update."""
        self.typed.append(text)
        content: Json = {"text": text} | more
        if text.startswith("/"):
            length = len(text.split()[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return self.api.arrives(message=self.api.new_message(self.chat, self.user, **content))

    def send(self, **content: Any) -> Json:
        """Sends something that is not words; the update."""
        return self.api.arrives(message=self.api.new_message(self.chat, self.user, **content))

    def edit(self, update: Json, text: str) -> Json:
        """Changes what was written; the update."""
        message = update["message"] | {"text": text, "edit_date": int(time.time())}
        self.api.chats[self.number][message["message_id"]] = message
        return self.api.arrives(edited_message=message)

    def press(self, title: str) -> Json:
        """Presses the newest button with that title; the update."""
        for message in reversed(self.screen()):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == title:
                        return self.press_data(message, button["callback_data"])
        raise AssertionError(f"there is no button {title!r} in {[m.get('text') for m in self.screen()]}")

    def press_data(self, message: Json, data: str) -> Json:
        """Presses a button with that data below a message; the update."""
        query = {
            "id": str(time.monotonic_ns()),
            "from": self.user,
            "message": message,
            "chat_instance": "1",
            "data": data,
        }
        return self.api.arrives(callback_query=query)

    def block(self, yes: bool = True) -> Json:
        """Blocks the bot, or lets it write again."""
        (self.api.blocked.add if yes else self.api.blocked.discard)(self.number)
        states = ("member", "kicked") if yes else ("kicked", "member")
        old, new = ({"user": BOT, "status": each, "until_date": 0} for each in states)
        changed = {
            "chat": self.chat,
            "from": self.user,
            "date": int(time.time()),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        return self.api.arrives(my_chat_member=changed)

    def screen(self) -> list[Json]:
        """What the phone shows."""
        return self.api.in_chat(self.number)

    def texts(self) -> list[str]:
        """What the bot said, as the phone shows it."""
        return [message.get("text") or message["caption"] for message in self.screen() if message["from"]["is_bot"]]

    def last(self) -> str:
        """What the bot said last, as the phone shows it."""
        return (self.texts() or [""])[-1]

    def titles(self) -> list[str]:
        """The buttons below the newest message with buttons."""
        for message in reversed(self.screen()):
            if keyboard := message.get("reply_markup"):
                return [button["text"] for row in keyboard["inline_keyboard"] for button in row]
        return []
