"""How messages are cut, and what stands below them."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.door.telegram import buttons, showing
from bot.door.telegram.splitting import LONGEST, length, split
from tests.telegram.test_conversation import read_back

TAG = "0123abcd"
TITLES = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=200)
PAYLOADS = st.sampled_from(["affirm", "safe:yes", "tel:999", "leave", "topic:concerns", "x" * 200])


def message(**more: Any) -> dict[str, Any]:
    """A message as it is seen."""
    empty = {"n": 12, "from": "bot", "text": "What is happening?", "choices": [], "asks": "concerns", "kind": "text"}
    return empty | more


@given(st.text(max_size=12_000), st.integers(20, LONGEST))
def test_no_word_is_lost_and_no_part_is_too_long(text: str, most: int) -> None:
    parts = split(text, most)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part and length(part) <= most for part in parts)


@given(st.text("🙂é a.\n", max_size=3_000))
def test_what_telegram_counts_double_is_counted_so(text: str) -> None:
    assert all(len(part.encode("utf-16-le")) // 2 <= 100 for part in split(text, 100))


def test_a_text_is_cut_between_sentences_and_lines_rather_than_words() -> None:
    assert split("One. Two three. Four five six seven.", 20) == ["One. Two three.", "Four five six seven."]
    assert split("One two\nthree four five. Six", 24) == ["One two\nthree four five.", "Six"]


@given(st.lists(st.builds(dict, title=TITLES, payload=PAYLOADS), max_size=8))
def test_whatever_is_offered_fits_into_a_keyboard(choices: list[dict[str, str]]) -> None:
    seen = message(choices=choices)
    parts = showing.parts(seen, TAG, asked=True)
    keyboard = parts[-1]["keyboard"]
    for title, data in (button for row in keyboard for button in row):
        assert 0 < len(title) <= buttons.LONGEST_TITLE
        assert len(data.encode()) <= 64
        press = buttons.pressed(data)
        assert press is not None
        if press.what == "choice":
            assert choices[press.index]["title"].startswith(title)


def test_short_choices_stand_beside_each_other_and_long_ones_alone() -> None:
    choices = [
        {"title": "Yes", "payload": "affirm"},
        {"title": "No", "payload": "deny"},
        {"title": "I got it wrong, it is not like that", "payload": "safety:wrong"},
    ]
    titles = [[title for title, _ in row] for row in buttons.below(message(choices=choices), TAG, asked=False)]
    assert titles == [["Yes"], ["No"], ["I got it wrong, it is not like that"]]
    titles = [[title for title, _ in row] for row in buttons.below(message(choices=choices[:2]), TAG, asked=False)]
    assert titles == [["Yes", "No"]]


def test_not_sure_is_not_offered_twice() -> None:
    choices = [{"title": "I am not sure", "payload": "safe:not_sure"}]
    titles = [title for row in buttons.below(message(choices=choices), TAG, asked=True) for title, _ in row]
    assert titles == ["I am not sure", "Skip", "Explain", "More"]


def test_cover_text_stands_alone() -> None:
    parts = showing.parts(message(kind="cover", text="Dry at first.", choices=[{"title": "A", "payload": "a"}]), TAG)
    assert parts == [{"text": "Dry at first.", "keyboard": []}]


def test_every_line_of_a_read_back_leads_to_its_own_choices() -> None:
    seen = message(**read_back(12))
    rows = buttons.of_lines(seen, list(range(12)), TAG)
    for line, row in zip(seen["lines"], rows, strict=True):
        change, take_out, keep = (buttons.pressed(data) for _, data in row)
        assert buttons.choices_of(seen)[change.index]["payload"] == f"change:{line['id']}"
        assert buttons.choices_of(seen)[take_out.index]["payload"] == f"remove:{line['id']}"
        kept = [buttons.pressed(data) for row in buttons.keep_from(seen, keep.index, TAG) for _, data in row]
        payloads = [buttons.choices_of(seen)[press.index]["payload"] for press in kept if press.what == "choice"]
        assert payloads == [f"keep:{line['id']}:gp", f"keep:{line['id']}:police"]


@given(st.text(max_size=80))
def test_what_is_not_a_press_of_ours_is_nothing(data: str) -> None:
    press = buttons.pressed(data)
    assert press is None or data.startswith(("m", "s", "k", "g", "w", "a:", "t:"))
