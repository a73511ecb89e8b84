"""Erases one case because the person asked for it: `python -m bot.records.erase_on_request REFERENCE`.

A person erases what was not handed over themselves (in the chat). What was handed over is the service's record, and only
the service can decide that it goes before its time: this does it then, with everything that was told of it, the
conversation behind it, and their bytes in the database. A backup that is brought back leaves the case out. What stays
is the audit's entry that it was erased, and what was already sent out: e-mails, webhooks and PDF files are elsewhere.
"""

import argparse
import sys

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.records import audit, erased
from bot.records.base import writing
from bot.records.conversations import lock
from bot.records.erase import erase_case
from bot.records.hand_overs import HandOver
from bot.records.keys import WrongKey


def erase_on_request(reference: str, asked_by: str) -> bool:
    """Erases the case; False if there is none of that reference. `asked_by` is named in the audit. Raises OSError."""
    with writing() as session:
        found = select(HandOver).where(HandOver.reference == reference)
        conversation_id = session.scalar(found.with_only_columns(HandOver.conversation_id))
        if conversation_id is not None:
            lock(session, conversation_id)  # first the conversation, then its hand-over: the order everybody keeps
        if (hand_over := session.scalar(found.with_for_update())) is None:
            return False
        restricted = hand_over.conflict_of_interest
        erased.note(reference)  # before it is done: no backup brought back may know better
        erase_case(session, hand_over)
        audit.add(session, asked_by, "case.erased", reference=reference, restricted=restricted)
        return True


def main(arguments: list[str] | None = None) -> int:
    """Asks once more, and does it; 1 and a sentence if it cannot."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.records.erase_on_request",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("reference", help="the case, as the inbox shows it")
    parser.add_argument("--by", required=True, metavar="NAME", help="who in the service decided it, for the audit")
    parser.add_argument("--yes", action="store_true", help="do not ask once more")
    wanted = parser.parse_args(arguments)
    if not wanted.yes and input(f"Type {wanted.reference} again to erase it for good: ").strip() != wanted.reference:
        print("Nothing was erased.", file=sys.stderr)
        return 1
    try:
        if not erase_on_request(wanted.reference, wanted.by[:100]):
            print(f"There is no case {wanted.reference}. Nothing was erased.", file=sys.stderr)
            return 1
    except (WrongKey, ValueError, OSError) as error:
        print(f"{error} Nothing was erased.", file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(f"The database cannot be used: {type(error).__name__}. See MYSAY_DATABASE_URL.", file=sys.stderr)
        return 1
    print(
        f"{wanted.reference} is erased. What was sent out before (e-mails, webhooks, PDF files) must be erased there."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
