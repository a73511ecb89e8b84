"""A person's conversation as the chat API and Telegram use it: begin, say, pause, resume, read, erase.

What is said is stored before Rasa is asked, and what could not be answered is answered later: bot/door/answering.py.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from bot.door import choices, record, shown, tokens
from bot.door.answering import Answering
from bot.door.errors import NotOpen, NotUnderstood
from bot.door.threads import briefly, in_thread
from bot.door.turns import Seen, Turn, to_ask
from bot.door.typed import checked_client_id, cleaned
from bot.metrics import timed
from bot.records import resume as codes
from bot.records.base import now, reading, reading_plainly, writing, writing_plainly
from bot.records.conversations import (
    Conversation,
    Message,
    as_seen,
    hold,
    lock,
    messages_after,
    next_n,
    numbers_owed,
    put,
    sent_before,
)
from bot.records.encryption import keyed_hash
from bot.records.erase import erase


@dataclass(frozen=True)
class Opened:
    """A conversation that is open: its id, the token that opens it, and what the bot says first."""

    id: str
    token: str
    messages: list[Seen]


class Conversations:
    """All conversations. Every `id` is one that the caller may use: the API checks the token, Telegram the chat."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    async def begin(self, channel: str, address: str | None = None) -> Opened:
        """Begins a conversation; `address` is where a channel such as Telegram reaches the person."""

        def store() -> tuple[str, str, int]:
            with writing() as session:
                begun = Conversation(channel=channel, last_at=now())
                token = tokens.new_token(begun, now())
                if address is not None:
                    begun.address, begun.address_hash = address, keyed_hash("address", address)
                session.add(begun)
                session.flush()
                return begun.id, token, _add(session, begun.id, "signal", kind="open").n

        conversation_id, token, n = await in_thread(store)
        return Opened(conversation_id, token, await self._answering.answer(conversation_id, n))

    async def find(self, address: str) -> str | None:
        """The id of the conversation with that address."""

        def look() -> str | None:
            with reading() as session:
                hashed = keyed_hash("address", address)
                found: str | None = session.scalar(select(Conversation.id).where(Conversation.address_hash == hashed))
                return found

        return await in_thread(look)

    async def say(
        self,
        conversation_id: str,
        *,
        text: str | None = None,
        choice: str | None = None,
        client_id: str | None = None,
        corrects: int | None = None,
    ) -> list[Seen]:
        """Stores what the person typed or chose, and returns what the bot says to it.

        `corrects`: the number of a message of theirs that this puts right (an edited message on Telegram).

        The same `client_id` again stores nothing and returns the same answer. If the bot cannot answer now, the one
        message returned says so (`kind: urgent`) and the true answer comes later.

        Raises NotUnderstood or TooLong (nothing is stored), NotOpen if there is no such conversation any more.
        """
        if (text is None) == (choice is None):
            raise NotUnderstood("malformed")
        client_id = checked_client_id(client_id)
        typed = None if text is None else cleaned(text)

        def store() -> tuple[int, Turn | None]:
            with writing_plainly() as connection:
                channel = hold(connection, conversation_id)
                if channel is None:
                    raise NotOpen
                if client_id and (known := sent_before(connection, conversation_id, client_id)):
                    return known, None
                words = typed or choices.title(connection, conversation_id, choice or "")
                connection.execute(_HEARD, {"which": conversation_id, "moment": now()})
                others = numbers_owed(connection, conversation_id)
                more = {"choice": choice, "client_id": client_id, "corrects": corrects}
                said = _add(connection, conversation_id, "you", words, **more)
                return said.n, None if others else to_ask(said, channel)

        if typed is not None:
            await self._answering.rasa.read_ahead(typed)
        with timed("stored"):
            n, alone = await briefly(store)
        return await self._answering.answer(conversation_id, n, alone)

    async def messages(self, conversation_id: str, after: int = 0) -> list[Seen]:
        """What came after message number `after`.

        Nothing from before the person last came back with their words is shown again by itself; and while the screen
        shows cover text, nothing new.
        """

        def look() -> list[Seen]:
            with reading() as session:
                first, last = shown.first(session, conversation_id), shown.last(session, conversation_id)
                found = messages_after(session, conversation_id, max(after, first))
                # an answer that came late belongs to what it answers
                new = [message for message in found if (message.answers or message.n) >= first]
                return [as_seen(message) for message in new if last is None or message.n <= last]

        return await in_thread(look)

    async def record(self, conversation_id: str) -> dict[str, Any]:
        """What is held about the conversation, for the person."""

        def look() -> dict[str, Any]:
            with reading() as session:
                found = session.get(Conversation, conversation_id)
                if found is None:
                    raise NotOpen
                return record.held(session, found)

        return await in_thread(look)

    async def erase(self, conversation_id: str) -> list[str]:
        """Erases the conversation. Returns what is kept and why, in sentences for the person."""
        return await in_thread(partial(_erased, conversation_id))

    async def pause(self, conversation_id: str) -> tuple[str, datetime]:
        """Four words that open the conversation again on any device, and until when (UTC)."""

        def store() -> tuple[str, datetime]:
            with writing() as session:
                code = codes.new_code(session, conversation_id)
                until: datetime = session.get(Conversation, conversation_id).resume_expires_at
                return code, until

        return await in_thread(store)

    async def resume(self, code: str, channel: str = "web") -> Opened:
        """Opens the conversation of these words with a new token; tokens from before are worth nothing any more.

        The same words again within seconds are the same request: they get the same token and answer.

        The messages are only what the bot says on coming back, never the story. Who left Telegram for the page is not
        rung there any more. Raises NotOpen.
        """

        def store() -> tuple[str, str, int]:
            with writing() as session:
                known = codes.conversation_of(session, code, now())
                found = known and lock(session, known.id)
                if found is None:
                    raise NotOpen("wrong_code")
                token, again = tokens.token_of_return(found, now())
                if again and (n := _came_back_at(session, found.id)):
                    return found.id, token, n
                found.last_at = now()
                if found.channel == "telegram":
                    found.channel = channel
                return found.id, token, _add(session, found.id, "signal", kind="resume").n

        conversation_id, token, n = await in_thread(store)
        return Opened(conversation_id, token, await self._answering.answer(conversation_id, n))

    async def is_open_to(self, conversation_id: str, token: str) -> bool:
        """True if the token opens the conversation now."""

        def look() -> bool:
            with reading_plainly() as connection:
                return tokens.opens(connection, conversation_id, token, now())

        return await briefly(look)


_HEARD = update(Conversation.__table__).where(Conversation.id == bindparam("which")).values(last_at=bindparam("moment"))


def _add(records: Session | Connection, conversation_id: str, sender: str, text: str = "", **more: Any) -> Message:
    n = next_n(records, conversation_id)
    added = Message(conversation_id=conversation_id, n=n, sender=sender, text=text, at=now(), **{"kind": "text"} | more)
    put(records, [added])
    return added


def _came_back_at(session: Session, conversation_id: str) -> int | None:
    here = (Message.conversation_id == conversation_id, Message.sender == "signal", Message.kind == "resume")
    found: int | None = session.scalar(select(func.max(Message.n)).where(*here))
    return found


def _erased(conversation_id: str) -> list[str]:
    with writing() as session:
        return erase(session, conversation_id)
