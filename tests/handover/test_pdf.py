"""The PDF: every word, read in order, in whatever writing."""

import io

import pytest
from pypdf import PdfReader

from bot.handover import pdf
from bot.handover.glyphs import shown
from tests.inbox import documents


def read(document: dict) -> PdfReader:  # type: ignore[type-arg]
    return PdfReader(io.BytesIO(pdf.render(document | {"reference": "HERON-4821", "version": 1})))


def flat(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_everything_the_person_said_is_in_the_pdf() -> None:
    text = flat(read(documents.ines()))
    for words in (
        "he is outside the door shouting he will kill me",
        "I am only tired.",
        "Marco and his mother",
        "not yet",
    ):
        assert words in text
    assert text.index("How to reach them safely") < text.index("What they want") < text.index("What is happening")


def test_it_is_tagged_so_that_a_screen_reader_can_follow() -> None:
    reader = read(documents.long_account())
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert root["/Lang"] == "en-GB"
    parts = [part.get_object()["/S"] for part in root["/StructTreeRoot"]["/K"][0].get_object()["/K"]]
    assert parts[0] == "/H1"
    assert {"/H1", "/H2", "/H3", "/P", "/BlockQuote"} == set(parts)
    for page in reader.pages:
        content = page.get_contents().get_data()
        assert content.count(b" BDC") + content.count(b" BMC") == content.count(b"EMC")
    assert [part.title for part in reader.outline[1]][:2] == ["How to reach them safely", "What they want"]


def test_four_thousand_words_with_emoji_and_arabic_are_all_there() -> None:
    reader = read(documents.long_account(4_000))
    text = flat(reader)
    assert len(reader.pages) > 4
    assert text.count("money from the tin") == 4_000 // 11 + 1
    assert "[broken heart]" in text
    assert "[7 characters in Chinese characters: read them in the inbox]" in text
    assert "كل" in text


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("plain £20 – “yes”", "plain £20 – “yes”"),
        ("🙏🏽", "[person with folded hands]"),
        ("👩‍👧", "[woman][girl]"),
        (
            "ভালো না",
            "[4 characters in Bengali: read them in the inbox] [2 characters in Bengali: read them in the inbox]",
        ),
        ("a\x00b\x1bc", "a b c"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_what_the_fonts_cannot_show_is_named(typed: str, read_as: str) -> None:
    assert shown(typed) == read_as
