"""What changed between two versions of a hand-over, in lines a worker can read."""

from dataclasses import dataclass
from typing import Any

from bot.handover.labels import SHARES, URGENCIES, YES_NO
from bot.records.cases import ACHIEVED

# where statements stand in the document, and what the page calls that place
PLACES: dict[tuple[str, ...], str] = {
    ("outcomes",): "What they want",
    ("not_wanted",): "What they fear",
    ("concerns",): "What is happening",
    ("what_matters",): "What matters to them",
    ("strengths",): "What they can do and who helps",
    ("people", "involve"): "Who to involve",
    ("people", "must_not_be_told"): "Must not be told",
    ("safe_contact", "ways"): "Ways to reach them",
    ("safe_contact", "when"): "When to reach them",
    ("safe_contact", "must_not_know"): "Must not know of contact",
    ("safe_contact", "own_words"): "About contact",
    ("communication", "own_words"): "Communication",
    ("others_at_risk", "own_words"): "Others at risk",
    ("questions",): "What they asked us",
    ("representative_view", "concerns"): "The other voice: what is happening",
    ("representative_view", "outcomes"): "The other voice: what they want",
    ("representative_view", "what_matters"): "The other voice: what matters",
    ("representative_view", "strengths"): "The other voice: what helps",
    ("representative_view", "about_the_person"): "The other voice: about the person",
    ("representative_view", "not_wanted"): "The other voice: what they fear",
    ("review", "own_words"): "Review",
    ("for_the_worker", "conflict_own_words"): "Conflict of interest",
}
VALUES: dict[tuple[str, ...], tuple[str, dict[str, str]]] = {
    ("urgency", "level"): ("Urgency", URGENCIES),
    ("safety", "score_0_10"): ("How safe, 0 to 10", {}),
    ("safe_contact", "code_word"): ("Code word", {}),
    ("safe_contact", "leave_message"): ("May a message be left", YES_NO),
    ("others_at_risk", "answer"): ("Is anyone else at risk", YES_NO),
    ("for_the_worker", "override_ground"): ("Ground to share without agreement", {}),
    ("who_typed", "role"): ("Who typed", {}),
    ("review", "feels_safer"): ("Do they feel safer", YES_NO),
}


@dataclass(frozen=True)
class Difference:
    """One change: `kind` is added, taken_out or changed; `before` and `after` as they read."""

    where: str
    kind: str
    before: str | None
    after: str | None


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """The changes from one version to the next, in the order of the page."""
    found: list[Difference] = []
    for path, (where, words) in VALUES.items():
        old, new = _at(before, path), _at(after, path)
        if old != new:
            found.append(Difference(where, "changed", _said(old, words), _said(new, words)))
    for path, where in PLACES.items():
        found += _statements(where, _at(before, path) or [], _at(after, path) or [])
    for old, new in zip(before["safety"]["alerts"], after["safety"]["alerts"], strict=False):
        if old["correction"] != new["correction"] or old["confirmed"] != new["confirmed"]:
            found.append(Difference("Alert", "changed", old["quote"], new["correction"] or new["quote"]))
    for alert in after["safety"]["alerts"][len(before["safety"]["alerts"]) :]:
        found.append(Difference("Alert", "added", None, alert["quote"]))
    return found + _consent(before["consent"], after["consent"])


def _statements(where: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Difference]:
    old = {said["own_words"]: said for said in before}
    new = {said["own_words"]: said for said in after}
    found, replaced = [], set()
    for words, said in new.items():
        earlier = [past["own_words"] for past in said.get("history", []) if past["own_words"] in old]
        if words not in old and earlier and earlier[-1] not in new:
            replaced.add(earlier[-1])
            found.append(Difference(where, "changed", earlier[-1], words))
        elif words not in old:
            found.append(Difference(where, "added", None, words))
        else:
            found += _details(where, old[words], said)
    found += [Difference(where, "taken_out", w, None) for w in old if w not in new and w not in replaced]
    return found


def _details(where: str, old: dict[str, Any], new: dict[str, Any]) -> list[Difference]:
    found = []
    for key, name in (("priority", "importance"), ("achieved", "achieved"), ("status", "status")):
        if old.get(key) != new.get(key):
            words = f"{new['own_words']} ({name})"
            found.append(
                Difference(f"{where}: {words}", "changed", _said(old.get(key), ACHIEVED), _said(new.get(key), ACHIEVED))
            )
    return found


def _consent(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Difference]:
    old = {given["recipient"]: given["share"] for given in before}
    new = {given["recipient"]: given["share"] for given in after}
    return [
        Difference(
            f"Consent: {who.replace('_', ' ')}", "changed", _said(old.get(who), SHARES), _said(new.get(who), SHARES)
        )
        for who in old | new
        if old.get(who) != new.get(who)
    ]


def _at(document: dict[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = document
    for key in path:
        value = (value or {}).get(key)
    return value


def _said(value: Any, words: dict[str, str]) -> str | None:
    return None if value is None else words.get(value) or str(value)
