"""What of an update is kept until it is handled: what the person wrote or pressed, and nothing else about them.

Names, pictures, voices, places and files are left behind here; of groups and channels nothing is kept but that it was
one.
"""

from typing import Any

Update = dict[str, Any]

UNREADABLE = {
    "voice": ("voice", "audio", "video_note"),
    "picture": ("photo", "sticker", "animation", "video", "paid_media"),
    "file": ("document",),
    "place": ("location", "venue"),
    "other": ("contact", "poll", "dice", "story", "game", "checklist", "invoice"),
}
WANTED = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post")


def kept(update: Update) -> tuple[int, Update] | None:
    """The chat's id and the update as it is kept; None if there is nothing to do about it.

    Raises KeyError, TypeError or AttributeError if it is not an update.
    """
    name = next((name for name in WANTED if update.get(name)), None)
    if name is None:
        return None
    found = update[name]
    chat = found["message"]["chat"] if name == "callback_query" else found["chat"]
    chat_id = int(chat["id"])
    if chat["type"] != "private":
        body = _elsewhere(name, found, chat)
    else:
        body = {
            "message": _message,
            "edited_message": _message,
            "callback_query": _pressed,
            "my_chat_member": _member,
        }[name](found)
    if body is None:
        return None
    as_what = "message" if chat["type"] != "private" else name
    return chat_id, {"update_id": int(update["update_id"]), as_what: body}


def is_urgent(update: Update) -> bool:
    """True for what hides the chat: that never waits until something else is answered."""
    pressed = update.get("callback_query", {}).get("data") == "t:exit"
    words = update.get("message", {}).get("text", "").split()
    return pressed or bool(words and words[0].partition("@")[0] == "/exit")


def _message(found: Update) -> Update | None:
    body = {"message_id": int(found["message_id"]), "date": int(found["date"]), "chat": _chat(found["chat"])}
    if "edit_date" in found:
        body["edit_date"] = int(found["edit_date"])
    if isinstance(text := found.get("text"), str):
        commands = [each for each in found.get("entities", []) if each.get("type") == "bot_command"]
        return body | {"text": text, "entities": commands}
    for kind, names in UNREADABLE.items() if "edit_date" not in found else ():
        if any(name in found for name in names):
            return body | {"unreadable": kind}
    return None


def _pressed(found: Update) -> Update:
    on = found["message"]
    return {
        "id": str(found["id"]),
        "from": _nobody(found["from"]),
        "chat_instance": "",
        "data": str(found.get("data", "")),
        "message": {"message_id": int(on["message_id"]), "date": int(on["date"]), "chat": _chat(on["chat"])},
    }


def _member(found: Update) -> Update:
    def member(of: Update) -> Update:
        return {"status": of["status"], "user": _nobody(of["user"]), "until_date": 0}

    return {
        "chat": _chat(found["chat"]),
        "from": _nobody(found["from"]),
        "date": int(found["date"]),
        "old_chat_member": member(found["old_chat_member"]),
        "new_chat_member": member(found["new_chat_member"]),
    }


def _elsewhere(name: str, found: Update, chat: Update) -> Update | None:
    if name == "callback_query" or (
        name == "my_chat_member" and found["new_chat_member"]["status"] in ("left", "kicked")
    ):
        return None
    return {"message_id": 0, "date": int(found["date"]), "chat": _chat(chat)}


def _chat(chat: Update) -> Update:
    return {"id": int(chat["id"]), "type": str(chat["type"])}


def _nobody(user: Update) -> Update:
    return {"id": int(user["id"]), "is_bot": bool(user["is_bot"]), "first_name": ""}
