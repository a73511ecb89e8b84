"""Whether this process can start: the keys, the service file, the database and its version."""

from datetime import date

from sqlalchemy.exc import SQLAlchemyError

from bot.records import erased, keys, migrate
from bot.records.base import engine
from bot.service import ServiceFileError, service


class CannotStart(RuntimeError):
    """What is wrong, and what to do, in a sentence or two."""


def at_start() -> list[str]:
    """Raises CannotStart if a key, service.yml or the database is not right.

    Returns what in service.yml was checked too long ago, by name, to be warned about.
    """
    try:
        keys.keys()
        old = service().out_of_date(date.today())
        if not migrate.is_current(engine()):
            raise CannotStart("The database is not at this version. Run: python -m bot.records.migrate")
        keys.hash_key()
        erased.check()
    except (ServiceFileError, keys.WrongKey, ValueError) as error:
        raise CannotStart(str(error)) from None
    except SQLAlchemyError as error:
        raise CannotStart(f"The database cannot be read: {type(error).__name__}. See MYSAY_DATABASE_URL.") from None
    except OSError as error:
        raise CannotStart(
            f"The list of erased conversations cannot be written: {error.strerror}. See MYSAY_ERASED_FILE."
        ) from None
    return old
