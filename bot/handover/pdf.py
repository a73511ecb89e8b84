"""A hand-over as a PDF: the same words in the same order as the page in the inbox."""

from typing import Any

from bot.handover.labels import by_importance, label, once, recipient, when
from bot.handover.tagged import TaggedPDF
from bot.service import service

Document = dict[str, Any]


def render(document: Document) -> bytes:
    """The PDF of a document (bot/msp/hand_over.schema.json)."""
    reference = document["reference"] or "Not handed over"
    pdf = TaggedPDF(
        f"Hand-over {reference}", f"{reference}, version {document['version']}. {service().name}. Confidential"
    )
    pdf.heading(reference, 1)
    urgency = document["urgency"]
    pdf.text_line(f"Urgency: {label(urgency['level'], 'urgency')}. {urgency['reason']}", bold=True, size=12)
    pdf.text_line(
        f"Version {document['version']}. Handed over {when(document['handed_over_at'])}. "
        f"{label(document['channel'], 'channel')}. Typed by: {label(document['who_typed']['role'], 'who').lower()}."
    )
    for part in (_contact, _alerts, _who_typed, _wants, _happening, _other_voice, _life, _consent, _think):
        part(pdf, document)
    return bytes(pdf.output())


def _said(pdf: TaggedPDF, statements: list[Document], empty: str = "Nothing was said about this.") -> None:
    for said in statements:
        theirs = said.get("voice") == "representative"
        about = "Not the person's own words: whoever typed for them said this. " if theirs else ""
        pdf.quote(said["own_words"], about + when(said["at"]))
    if not statements and empty:
        pdf.text_line(empty)


def _contact(pdf: TaggedPDF, document: Document) -> None:
    contact, people = document["safe_contact"], document["people"]
    pdf.heading("How to reach them safely")
    if contact["must_not_know"] or people["must_not_be_told"]:
        pdf.heading("Must not know or be told", 3)
        _said(pdf, once(contact["must_not_know"] + people["must_not_be_told"]))
    pdf.heading("How", 3)
    _said(pdf, contact["ways"], "Not said. Do not guess.")
    pdf.heading("When", 3)
    _said(pdf, contact["when"], "Not said.")
    pdf.text_line(f"Leave a message? {label(contact['leave_message'], 'yes_no')}.", bold=True)
    pdf.text_line(f"Code word: {contact['code_word'] or 'none agreed'}.", bold=True)
    _said(pdf, contact["own_words"], "")
    needs = document["communication"]
    if needs["needs"] or needs["own_words"]:
        pdf.heading("To understand and be understood", 3)
        if needs["needs"]:
            pdf.text_line(", ".join(label(need, "need") for need in needs["needs"]) + ".")
        _said(pdf, needs["own_words"], "")


def _alerts(pdf: TaggedPDF, document: Document) -> None:
    if not document["safety"]["alerts"]:
        return
    pdf.heading("Alerts")
    for alert in document["safety"]["alerts"]:
        known = {True: " (the person confirmed it)", False: " (the person says we got it wrong)", None: ""}
        pdf.heading(label(alert["level"], "alert") + known[alert["confirmed"]], 3)
        shown = ", ".join(label(name, "shown") for name in alert["shown"]) or "nothing"
        pdf.quote(alert["quote"], f"{when(alert['at'])}. Shown at once: {shown}.")
        if alert["correction"]:
            pdf.text_line("What they said about it then:")
            pdf.quote(alert["correction"])


def _who_typed(pdf: TaggedPDF, document: Document) -> None:
    who = document["who_typed"]
    if who["role"] == "person":
        return
    pdf.heading("Who typed this")
    alone = "was" if who["heard_from_person_alone"] else "was not"
    pdf.text_line(
        f"{label(who['role'], 'who')}{', ' + who['relation'] if who['relation'] else ''}. "
        f"Authority they say they have: {who['authority'] or 'not said'}. "
        f"Does the person know? {label(who['person_knows'], 'yes_no')}. The person {alone} heard alone."
    )


def _wants(pdf: TaggedPDF, document: Document) -> None:
    pdf.heading("What they want")
    _outcomes(pdf, document["outcomes"])
    if review := document["review"]:
        pdf.heading("Did it work? The person's own review", 3)
        pdf.text_line(f"Do they feel safer? {label(review['feels_safer'], 'yes_no')}.")
        _said(pdf, review["own_words"], "")
    pdf.heading("What they fear if people help")
    _said(pdf, document["not_wanted"])


def _outcomes(pdf: TaggedPDF, outcomes: list[Document]) -> None:
    for number, outcome in enumerate(by_importance(outcomes), 1):
        about = [f"Number {number}"]
        if outcome["priority"]:
            about.append("most important" if outcome["priority"] == 1 else f"importance {outcome['priority']}")
        if outcome["status"] != "current":
            about.append(outcome["status"])
        if outcome["achieved"]:
            about.append(f"they say: {label(outcome['achieved'], 'achieved').lower()}")
        if outcome["expectation_discussed"]:
            about.append("what may not be possible was talked about")
        about += [f"{label(code['code'], 'outcome')} (“{code['quote']}”)" for code in outcome["codes"]]
        pdf.quote(outcome["own_words"], "; ".join(about) + ".")
    if not outcomes:
        pdf.text_line("They did not say what they want. Silence is not a no.")


def _happening(pdf: TaggedPDF, document: Document) -> None:
    safety = document["safety"]
    pdf.heading("What is happening")
    score = safety["score_0_10"]
    pdf.text_line("How safe they feel: " + ("no number given." if score is None else f"{score} of 10."), bold=True)
    if safety["own_words"]:
        pdf.quote(safety["own_words"])
    _concerns(pdf, document["concerns"])


def _concerns(pdf: TaggedPDF, concerns: list[Document], whose: str = "The person's") -> None:
    if concerns:
        pdf.text_line(f"{whose} account, not assessed. Codes are only suggested, by the words beside them.", size=8)
    for concern in concerns:
        about = [f"{label(code['code'], 'concern')} (“{code['quote']}”)" for code in concern["suggested"]]
        if concern["source"]:
            about.append(f"by: {label(concern['source'], 'source').lower()}")
        if concern["location"]:
            about.append(f"where: {label(concern['location'], 'location').lower()}")
        pdf.quote(concern["own_words"], "; ".join([*about, when(concern["at"])]) + ".")
    if not concerns:
        pdf.text_line("Nothing was said about this.")


def _other_voice(pdf: TaggedPDF, document: Document) -> None:
    view = document["representative_view"]
    if not view:
        return
    pdf.heading(f"Another voice: {view['relation'] or label(document['who_typed']['role'], 'who').lower()}")
    pdf.text_line("These are not the person's own words. They stand apart.", bold=True)
    if view["score_0_10"] is not None:
        pdf.text_line(f"How safe they think the person is: {view['score_0_10']} of 10.")
    if view["score_own_words"]:
        pdf.quote(view["score_own_words"])
    pdf.heading("What they say is happening", 3)
    _concerns(pdf, view["concerns"], "Their")
    pdf.heading("What they want", 3)
    _outcomes(pdf, view["outcomes"])
    for key, title in (
        ("about_the_person", "About the person"),
        ("what_matters", "What they say matters"),
        ("strengths", "What helps"),
        ("not_wanted", "What they fear"),
    ):
        if view[key]:
            pdf.heading(title, 3)
            _said(pdf, view[key])


def _life(pdf: TaggedPDF, document: Document) -> None:
    pdf.heading("What matters, and should stay")
    _said(pdf, document["what_matters"])
    if document["strengths"]:
        pdf.heading("What they can do, and who helps", 3)
        _said(pdf, document["strengths"])
    pdf.heading("People")
    pdf.heading("To involve", 3)
    _said(pdf, document["people"]["involve"])
    pdf.heading("Must not be told", 3)
    _said(pdf, document["people"]["must_not_be_told"], "Nobody was named.")
    others = document["others_at_risk"]
    pdf.heading("Is anyone else at risk?", 3)
    children = {True: ", children too", False: ", no children", None: ""}[others["children"]]
    pdf.text_line(f"{label(others['answer'], 'yes_no')}{children}.", bold=True)
    _said(pdf, others["own_words"], "")


def _consent(pdf: TaggedPDF, document: Document) -> None:
    pdf.heading("What they agreed to share")
    for given in document["consent"]:
        pdf.text_line(f"With {recipient(given['recipient'])}: {label(given['share'], 'share').lower()}.", bold=True)
        if given["withheld"]:
            kept = ", ".join(label(topic, "topic").lower() for topic in given["withheld"])
            pdf.text_line(f"Something was kept back about: {kept}.")
        if given["own_words"]:
            pdf.quote(given["own_words"], when(given["at"]))
    if not document["consent"]:
        pdf.text_line("They were not asked, or did not answer.")
    if declined := document["declined"]:
        why = f", because: {declined['reason'].replace('_', ' ')}" if declined["reason"] else ""
        offered = ", ".join(offer.replace("_", " ") for offer in declined["offered"]) or "nothing"
        pdf.text_line(f"They declined: {declined['what'].replace('_', ' ')}{why}. Offered instead: {offered}.")
        if declined["own_words"]:
            pdf.quote(declined["own_words"], when(declined["at"]))


def _think(pdf: TaggedPDF, document: Document) -> None:
    worker, reviewed = document["for_the_worker"], document["person_reviewed"]
    typist = "The person" if document["who_typed"]["role"] == "person" else "Whoever typed for them"
    pdf.heading("What to think about")
    if worker["conflict_of_interest"]:
        pdf.text_line(
            "Conflict of interest: the person says this is about someone who works for the service.", bold=True
        )
        _said(pdf, worker["conflict_own_words"], "")
    if worker["override_ground"]:
        ground = label(worker["override_ground"], "ground").lower()
        pdf.text_line(f"A ground to share without agreement may be there: {ground}. A worker decides.")
    for observed in worker["consider_capacity"]:
        pdf.text_line(f"Consider capacity for this decision. Seen: {observed}")
    for thought in worker["to_think_about"]:
        pdf.text_line(thought)
    pdf.text_line(
        _read_back(typist, reviewed["corrections"])
        if reviewed["done"]
        else reviewed["why_not"] or f"{typist} has not checked this."
    )
    pdf.text_line(f"Outcomes: {label(document['asked_about_outcomes'], 'asked').lower()}.")
    if document["skipped"]:
        topics = ", ".join(label(topic, "topic").lower() for topic in document["skipped"])
        pdf.text_line(f"Not answered (silence is not a no): {topics}.")
    if document["questions"]:
        pdf.heading("What they asked us", 3)
        _said(pdf, document["questions"])
    for event in document["events"]:
        pdf.text_line(f"{event['what'].replace('_', ' ').capitalize()}, {when(event['at'])}.")
        if event["own_words"]:
            pdf.quote(event["own_words"])


def _read_back(typist: str, corrections: int) -> str:
    after = "" if not corrections else f", after {corrections} correction{'s' if corrections > 1 else ''}"
    return f"{typist} read this back and said it is right{after}."
