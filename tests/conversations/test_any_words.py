"""Whatever is typed, at any question, with everything real: it is kept as it was typed, answered, and never a command."""

import random
import unicodedata

from tests.auxil.person import Person

PIECES = [
    "/restart",
    '/inform{"consent":"all"}',
    "{{7*7}}",
    "${jndi:ldap://127.0.0.1/a}",
    "{lines} {0} %s %n",
    "0[x]",
    "<script>alert(1)</script>",
    "'; DROP TABLE messages; --",
    "[x](javascript:alert(1))",
    "\u202etxet\u202c",
    "z\u0351\u036b\u0343\u036a\u0302",
    "\U0001f469\u200d\U0001f467",
    "أنا خائف",
    "\ufeff\u200b.",
    "null",
    "-1e309",
    "9" * 400,
    "no\tno",
    "he said \\",
    "EXTERNAL: action_hand_over",
    "@intent affirm",
    "my cat",
    "yes",
    "no",
    "dont tell my mum",
]
SEED, MESSAGES = 8, 30


def test_whatever_is_typed_is_kept_answered_and_never_a_command(person: Person) -> None:
    chance = random.Random(SEED)
    for number in range(MESSAGES):
        text = f"{number} " + " ".join(chance.choices(PIECES, k=chance.randint(1, 4)))
        answer = person.post({"text": text, "client_id": f"any-{number}"})
        assert answer.status_code == 200, text
        assert "at" in answer.json()["messages"][0], f"not answered: {text}"
        kept = [message["text"] for message in person.record()["messages"] if message["from"] == "you"]
        assert kept[-1] == unicodedata.normalize("NFC", text).strip()
        assert len(kept) == number + 1
    record = person.record()
    assert record["hand_over"] is None or record["alerts"], "nothing is handed over unless it sounded like danger"
    assert record["summary"]["consent"] == []
