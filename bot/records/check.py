"""Whether this process can start: the keys, the service file, the database and its version."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.records import encryption, migrate
from bot.records.base import engine, reading
from bot.records.conversations import Message
from bot.records.hand_overs import HandOverVersion
from bot.service import ServiceFileError, service


class CannotStart(RuntimeError):
    """What is wrong, and what to do, in a sentence or two."""


def at_start() -> list[str]:
    """Raises CannotStart if a key, service.yml or the database is not right.

    Returns what in service.yml was checked too long ago, by name, to be warned about.
    """
    try:
        encryption.keys()
        old = service().out_of_date(date.today())
        if not migrate.is_current(engine()):
            raise CannotStart("The database is not at this version. Run: python -m bot.records.migrate")
        with reading() as session:
            for stored in (Message.text, HandOverVersion.document):
                session.scalar(select(stored).order_by(stored.class_.id.desc()).limit(1))
    except (ServiceFileError, encryption.WrongKey, ValueError) as error:
        raise CannotStart(str(error)) from None
    except SQLAlchemyError as error:
        raise CannotStart(f"The database cannot be read: {type(error).__name__}. See MYSAY_DATABASE_URL.") from None
    return old
