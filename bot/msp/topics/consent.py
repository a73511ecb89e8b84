"""May we share this, with whom, all or parts? Per recipient and per part (research, section 3).

Nothing here promises secrecy: what must be passed on was said in the welcome, and is said again where it applies.
"""

import re

from bot.msp import answers, corrections, sharing
from bot.msp.account import Consent, utc_now
from bot.msp.acknowledge import acknowledge, say_back
from bot.msp.keeping import keep_aside, record
from bot.msp.summary import override_ground
from bot.msp.topics import Topic, consent_parts, settle
from bot.msp.turn import Turn, choice

REASONS = {
    "afraid": "I am worried what would happen",
    "self": "I want to deal with it myself",
    "distrust": "I do not trust it",
    "unsaid": "I would rather not say",
}


YES_TOO = re.compile(r"\b(?:yes|yeah|yeh|ok(?:ay)?|fine|send)\b", re.IGNORECASE)
NAMES_A_PART = re.compile(
    r"\b(?:except|apart from|but not|not the|without|only (?:the|that|one|number|line)|just (?:the|that|number|line))\b.{4}",
    re.IGNORECASE,
)


def ask(turn: Turn) -> None:
    """Asks about the one who receives hand-overs first; then, once, about the others."""
    further = {"others": _ask_others, "parts": consent_parts.ask, "why": _ask_why, "offer": _ask_offer}.get(
        turn.account.step or ""
    )
    if further:
        further(turn)
        return
    recipient = turn.team.main(bool(turn.account.conflict_of_interest))
    turn.say("ask_consent" if turn.account.voice == "person" else "ask_consent_them", recipient=recipient.name)


def hear(turn: Turn) -> None:
    """Yes, not all of it, or no; every step is taken only once."""
    {
        "parts": _hear_parts,
        "others": _hear_others,
        "why": _hear_why,
        "offer": _hear_offer,
    }.get(turn.account.step or "", _hear_main)(turn)


def decline(turn: Turn) -> None:
    """Declining is all right. The reason is asked once; then what may help without agreeing is offered."""
    _give(turn, "none")
    turn.account.asks, turn.account.step = "consent", "why"
    turn.account.declined = {
        "what": "sharing",
        "reason": None,
        "own_words": turn.heard.text,
        "offered": [],
        "at": utc_now(),
    }
    turn.say("declined")
    if override_ground(turn.account):
        turn.say("declined_must_tell")
    _ask_why(turn)


def _hear_main(turn: Turn) -> None:
    heard, answer = turn.heard, answers.yes_no(turn.heard)
    barred = keep_from_named(turn)
    if answer is None and barred and YES_TOO.search(heard.text):
        answer = "yes"  # "the team yes. not the police"
    if answer == "no" and not heard.choice and sharing.NOT_ALL.search(heard.text):
        answer = None  # "not all of it"
    if barred and not sharing.says_more_than_names(heard.text):
        turn.say("ask_consent_again")
        return
    if not barred and answer != "no" and (kept_out := sharing.name_kept_out(heard)):
        record(turn, "people.must_not_be_told", kept_out)
        acknowledge(turn, ["people.must_not_be_told"])
        if answer == "yes":
            _agree(turn)
        else:
            turn.say("ask_consent_again")
        return
    some = not heard.choice and answer != "no" and sharing.only_parts(heard, barred)
    if heard.choice == "consent:parts" or some:
        _give(turn, "parts")
        turn.account.step = "parts"
        if corrections.TAKE_OUT.search(heard.text) or NAMES_A_PART.search(heard.text):
            consent_parts.keep_out(turn, heard.text)
        consent_parts.ask(turn)
    elif heard.choice == "consent:none" or answer == "no" or heard.intent == "decline_help":
        decline(turn)
    elif heard.choice == "consent:all" or answer == "yes" or sharing.CHANGED_MIND.search(heard.text):
        if heard.words > 4 and not heard.choice:
            keep_aside(turn, "consent")
        _agree(turn)
    elif turn.account.misses == 0:
        turn.account.misses += 1
        turn.say("explain_consent")
        turn.say("ask_consent_again")
    else:
        decline(turn)


def _agree(turn: Turn) -> None:
    _give(turn, "all")
    turn.account.step = "others"
    turn.say("consent_noted")
    _ask_others(turn)


def keep_from_named(turn: Turn) -> list[str]:
    """Notices "not the police": the recipients a message names with a no. What is noted stays until they say otherwise."""
    account, text = turn.account, turn.heard.text
    named = sharing.barred(turn.heard, turn.team.others())
    for name in sharing.allowed(turn.heard, turn.team.others()) if account.consent else []:
        account.consent = [given for given in account.consent if given.recipient != name]
        account.consent.append(Consent(name, account.consent[0].share, text, utc_now()))
    for name in named:
        account.consent = [given for given in account.consent if given.recipient != name]
        account.consent.append(Consent(name, "none", text, utc_now()))
    return named


def _ask_why(turn: Turn) -> None:
    turn.say("ask_why", choices=[choice(title, f"why:{code}") for code, title in REASONS.items()])


def _ask_offer(turn: Turn) -> None:
    turn.say("ask_offer")


def _give(turn: Turn, share: str) -> None:
    account = turn.account
    recipient = turn.team.main(bool(account.conflict_of_interest))
    if share != "none":
        account.declined = None
    account.consent = [Consent(recipient.id, share, turn.heard.text, utc_now())] + [
        given for given in account.consent if given.recipient != recipient.id
    ]


def _hear_parts(turn: Turn) -> None:
    if consent_parts.hear(turn):
        turn.account.step = "others"
        _ask_others(turn)


def _ask_others(turn: Turn) -> None:
    given = {one.recipient for one in turn.account.consent}
    left = [recipient for recipient in turn.team.others() if recipient.id not in given]
    if not left:
        settle(turn, "consent")
        return
    picks = [choice(recipient.name[0].upper() + recipient.name[1:], f"share:{recipient.id}") for recipient in left]
    turn.say("ask_consent_others", choices=[*picks, choice("No one else", "share:no_one")])


def _hear_others(turn: Turn) -> None:
    account, heard = turn.account, turn.heard
    pressed = heard.chose("share")
    known = {recipient.id for recipient in turn.team.others()}
    barred = set(keep_from_named(turn))
    told = {pressed} & known if pressed else sharing.named(heard.text, turn.team.others())
    for name in sorted(told - barred):
        account.consent.append(Consent(name, account.consent[0].share, heard.text, utc_now()))
    if not (told or barred or heard.choice or answers.nothing_more(heard) or answers.bare_yes(heard)):
        # somebody who is on no list: "my sister Jo"
        say_back(
            turn,
            "heard_involve",
            [said.own_words for said in filter(None, [record(turn, "people.involve", heard.text)])],
        )
    if heard.words > 3 and not heard.choice:
        keep_aside(turn, "consent")
    if pressed in known and turn.team.others()[-1].id != pressed and len(account.consent) <= len(known):
        turn.say("consent_noted")
        _ask_others(turn)
    else:
        settle(turn, "consent")


def _hear_why(turn: Turn) -> None:
    if _agrees_after_all(turn):
        return
    declined = turn.account.declined or {}
    reason = turn.heard.chose("why")
    declined["reason"] = reason or (
        "unsaid" if answers.nothing_more(turn.heard) or turn.heard.words < 3 else "own_words"
    )
    if reason is None and turn.heard.words >= 3:
        declined["own_words"] = f"{declined['own_words']} / {turn.heard.text}"
    declined["offered"] = ["information", "part_agreement", "come_back"]
    turn.account.declined = declined
    turn.account.step = "offer"
    _ask_offer(turn)


def _agrees_after_all(turn: Turn) -> bool:
    """True if somebody who declined now agrees to all or part: they may always change their mind."""
    heard, answer = turn.heard, answers.yes_no(turn.heard)
    # "yes, but not the bit about ..." agrees too; a mere yes answers what was asked
    agrees = sharing.CHANGED_MIND.search(heard.text) or (answer == "yes" and sharing.PARTS.search(heard.text))
    if heard.choice or answer == "no" or not agrees:
        return False
    turn.account.step = None
    _hear_main(turn)
    return True


def agrees_later(turn: Turn) -> bool:
    """The same, said after the conversation had come to its end."""
    if turn.account.declined is None or not sharing.CHANGED_MIND.search(turn.heard.text):
        return False
    turn.account.asks = "consent"
    turn.account.answers.pop("consent", None)
    return _agrees_after_all(turn)


def _hear_offer(turn: Turn) -> None:
    if turn.heard.choice == "consent:parts":
        turn.account.declined = None
        _hear_main(turn)
        return
    if _agrees_after_all(turn):
        return
    if turn.heard.choice == "offer:numbers" or answers.yes_no(turn.heard) == "yes":
        turn.say("who_you_could_talk_to")
    settle(turn, "consent")


TOPIC = Topic("consent", "Who may see this", ask, hear, steps=("others",))
