"""The outbox's sender: takes what is due, tells it, and says whether it got through. Many may run at once.

Each kind of receiver has a thread of its own, so that a mail server that hangs holds back no webhook. Nothing is lost
when a sender dies: what it held is due again after a minute.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.handover import duty, email, webhook
from bot.handover.receivers import NotDelivered, Notice, addresses
from bot.metrics import failed
from bot.records import audit, outbox
from bot.records.base import now, reading, writing
from bot.settings import settings

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0
WATCH_SECONDS = 20.0
SEAL_EVERY = timedelta(days=1)


def tell_by_email(notice: Notice) -> None:
    """Sends the e-mail, if mail is set up and there is somebody to tell. Raises NotDelivered."""
    here = settings()
    if not here.smtp_url:
        return
    with reading() as session:
        to = addresses(session, notice, here)
    if to:
        email.send(here.smtp_url, email.message(notice, to, here.mail_from or "my-say@localhost"))


def tell_by_webhook(notice: Notice) -> None:
    """Posts the webhook, if one is set up. Raises NotDelivered."""
    here = settings()
    if not here.webhook_url:
        return
    if not here.webhook_secret:
        raise NotDelivered("MYSAY_WEBHOOK_SECRET is not set: nothing is sent without a signature.")
    webhook.send(here.webhook_url, here.webhook_secret, notice)


WAYS: dict[str, Callable[[Notice], None]] = {"webhook": tell_by_webhook, "email": tell_by_email}


def send_one(receiver: str) -> bool:
    """Tells one receiver the next thing that is due; False if nothing is."""
    with reading() as session:
        if not outbox.is_due(session, receiver):  # so that an idle sender never waits for the writing lock
            return False
    with writing() as session:
        delivery = outbox.claim(session, receiver)
        if delivery is None:
            return False
        event = delivery.event
        notice = Notice(event.uuid, event.event, event.reference, event.created_at, event.data)
    failure = None
    try:
        WAYS[receiver](notice)
    except NotDelivered as error:
        failure = str(error)
    except Exception as error:  # whatever it is, the delivery must stay in the outbox with a reason
        failure = f"Not sent ({type(error).__name__})."
    with writing() as session:
        if failure is None:
            outbox.delivered(session, delivery.id)
        else:
            outbox.failed(session, delivery.id, failure)
    if failure:
        failed(f"not delivered by {receiver}")
        log.warning("%s about %s did not reach %s: %s", notice.event, notice.reference, receiver, failure)
    return True


class Sender:
    """The threads of one process. `stop` ends them after what they are doing."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._serve, args=(way,), name=f"to {way}") for way in WAYS]
        self._threads.append(threading.Thread(target=self._watch, name="alerts"))

    def start(self) -> None:
        """Begins."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends, within the longest time a receiver may take."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def is_working(self) -> bool:
        """True if every thread is still there."""
        return all(thread.is_alive() for thread in self._threads)

    def wait(self) -> None:
        """Waits until `ask_to_stop` is called."""
        self._stopping.wait()

    def ask_to_stop(self, *_signal: Any) -> None:
        """Says that it should end; a signal handler."""
        self._stopping.set()

    def _serve(self, receiver: str) -> None:
        while not self._stopping.is_set():
            try:
                busy = send_one(receiver)
            except SQLAlchemyError as error:
                log.error("The database cannot be reached (%s). Trying again.", type(error).__name__)
                busy = False
            if not busy:
                self._stopping.wait(POLL_SECONDS)

    def _watch(self) -> None:
        """Repeats alerts; once a day puts the audit's last seal into the log, which is another place."""
        sealed_at = now() - SEAL_EVERY
        while not self._stopping.is_set():
            try:
                with writing() as session:
                    duty.repeat(session, now())
                if now() - sealed_at >= SEAL_EVERY:
                    with reading() as session:
                        log.info("The audit's last seal is %s", audit.last_seal(session) or "none")
                    sealed_at = now()
            except SQLAlchemyError as error:
                log.error("The database cannot be reached (%s). Trying again.", type(error).__name__)
            self._stopping.wait(WATCH_SECONDS)
