"""A whole conversation and its hand-over, in the terminal: `make demo`.

Everything is real (door, Rasa, actions, inbox), on free ports, with a database that is thrown away.
"""

import argparse
import tempfile
import textwrap
import time
from pathlib import Path

import httpx

from tests.auxil.person import Person
from tests.auxil.stack import Stack

DANNY = {
    "communication": "short words. one thing at a time. pictures if you got them",
    "concerns": [
        "lads from the court come round. they eat my food and ricky had my xbox and my card and he knows my number. i just want my xbox back",
        "no thats all",
    ],
    "feeling_safe": "about a 4 and i want my nan there",
    "what_matters": "my flat and having mates",
    "what_matters:helps": "claire my support worker",
    "outcomes": ["them to stop but still have mates that are nice", "nothing else"],
    "outcomes:most": "my xbox",
    "not_wanted": "dont want to move",
    "people:must not": "my mum she will make me come home",
    "expectations": "i could answer my own door",
    "consent": "yes",
    "consent:anyone else": "no",
    "safe_contact": "text me on 07700 900123 after 3. not fridays",
    "safe_contact:message": "no",
    "safe_contact:code word": "no",
}


def main() -> None:
    """Plays the conversation at reading speed, then shows what the worker gets."""
    arguments = argparse.ArgumentParser(prog="make demo", description=__doc__)
    arguments.add_argument("--fast", action="store_true", help="do not wait between messages")
    pause = 0.0 if arguments.parse_args().fast else 0.8
    print("Starting My Say (a few seconds) ...", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder))
        try:
            show(stack, pause)
        finally:
            stack.stop()


class ShownPerson(Person):
    """A person whose conversation is printed as it goes."""

    pause = 0.0

    def _posts(self, body: dict[str, str]) -> str:
        words = body.get("text") or next(
            (c["title"] for m in self.now for c in m["choices"] if c["payload"] == body.get("choice")),
            body.get("choice", ""),
        )
        print(f"\n\033[1m> {words}\033[0m\n", flush=True)
        time.sleep(self.pause)
        return super()._posts(body)

    def _shown(self, messages: list[dict[str, object]]) -> str:
        said = super()._shown(messages)
        for message in self.now:
            for line in str(message["text"]).split("\n"):
                print(textwrap.fill(line, 96, initial_indent="    ", subsequent_indent="    "))
            if message["choices"]:
                print("    " + " ".join(f"[{choice['title']}]" for choice in message["choices"]))
        time.sleep(self.pause)
        return said


def show(stack: Stack, pause: float) -> None:
    """The conversation, a correction at the read-back, and the document in the inbox."""
    ShownPerson.pause = pause
    danny = ShownPerson(stack.chat_url)
    danny.answers(DANNY)
    danny.says("take out the bit about my card")
    danny.says("yes that is right")
    reference = next(message["reference"] for message in danny.now if message["kind"] == "sent")
    document = httpx.get(
        f"{stack.inbox_url}/api/handovers/{reference}",
        headers={"Authorization": f"Bearer {stack.environment['MYSAY_API_TOKEN']}"},
    ).json()
    print(f"\n{'-' * 100}\nWhat the worker gets: {reference}\n")
    contact = document["safe_contact"]
    rows = {
        "Urgency": f"{document['urgency']['level']}. {document['urgency']['reason']}",
        "Reach them": words(contact["ways"]),
        "Must not know": words(contact["must_not_know"]),
        "They want": words(document["outcomes"]),
        "They do not want": words(document["not_wanted"]),
        "How safe, 0 to 10": str(document["safety"]["score_0_10"]),
        "What is happening": words(document["concerns"]),
        "Suggested, not assessed": ", ".join(
            code["code"] for said in document["concerns"] for code in said["suggested"]
        ),
        "Important to them": words(document["what_matters"]),
        "Involve": words(document["people"]["involve"]),
        "Agreed": ", ".join(f"{given['recipient']}: {given['share']}" for given in document["consent"]),
        "Think about": " ".join(document["for_the_worker"]["to_think_about"]),
    }
    for label, text in rows.items():
        print(textwrap.fill(text or "-", 98, initial_indent=f"  {label:24}", subsequent_indent=" " * 26))


def words(items: list[dict[str, str]]) -> str:
    """Own words as quotations."""
    return "  ".join(f"“{item['own_words']}”" for item in items)


if __name__ == "__main__":
    main()
