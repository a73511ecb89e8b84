"""A PDF whose text is tagged (headings, paragraphs, quotes), so that a screen reader reads it in order.

fpdf2 2.8 tags pictures only. Its own building blocks for that are used here for text too; `tests/handover/test_pdf.py`
reads the tags back, and fails if a later fpdf2 changes them.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos

from bot.handover.glyphs import FONTS, shown

MARGIN = 18.0
GREY = (60, 60, 60)


class TaggedPDF(FPDF):
    """An A4 page with a running foot. Sizes are in points, lengths in millimetres."""

    def __init__(self, title: str, foot: str) -> None:
        super().__init__()
        self.foot = foot
        self.add_font("DejaVu", "", FONTS / "DejaVuSans.ttf")
        self.add_font("DejaVu", "B", FONTS / "DejaVuSans-Bold.ttf")
        self.set_font("DejaVu", size=10)
        self.set_text_shaping(True)
        self.set_title(title)
        self.set_lang("en-GB")
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(False)
        self.add_page()

    def footer(self) -> None:
        """The reference and the page's number at the foot; not part of what is read aloud."""
        self.set_y(-14)
        self.set_font("DejaVu", size=8)
        self._out("/Artifact BMC")
        self.cell(0, 5, f"{self.foot}. Page {self.page_no()}.", align="C")
        self._out("EMC")
        self.set_y(MARGIN)

    def heading(self, text: str, level: int = 2) -> None:
        """A heading, also in the outline; it stays with what follows it."""
        self.ln({1: 0, 2: 5, 3: 2}[level])
        if self.y > self.h - 45:
            self.add_page()
        size = {1: 20.0, 2: 13.0, 3: 10.5}[level]
        if level < 3:
            self.start_section(text, level=level - 1)
        if level == 2:
            self.set_draw_color(*GREY)
            self._out("/Artifact BMC")
            self.line(MARGIN, self.y - 1.5, self.w - MARGIN, self.y - 1.5)
            self._out("EMC")
        self._write(f"/H{level}", text, size, "B")

    def text_line(self, text: str, bold: bool = False, size: float = 10.0) -> None:
        """A paragraph of ours."""
        self._write("/P", text, size, "B" if bold else "")

    def quote(self, text: str, about: str = "", indent: float = 0.0) -> None:
        """Somebody's own words, with a bar beside them, and in small type what is to be said about them."""
        self._write("/BlockQuote", text, 10.0, "", indent=5.0 + indent, bar=True)
        if about:
            self._write("/P", about, 8.0, "", indent=5.0 + indent)
        self.ln(1.5)

    def _write(self, tag: str, text: str, size: float, style: str, indent: float = 0.0, bar: bool = False) -> None:
        """Writes lines, each page's share of them under a tag of its own: a tag must not go over a page's end."""
        self.set_font("DejaVu", style, size)
        width, height = self.w - 2 * MARGIN - indent, size * 0.52
        align = Align.R if _right_to_left(text) else Align.L
        lines: list[str] = []
        for paragraph in shown(text).split("\n"):
            found = self.multi_cell(width, height, paragraph, dry_run=True, output=MethodReturnValue.LINES)
            lines += found if isinstance(found, list) and found else [""]
        while lines:
            fits = int((self.h - 20 - self.y) / height)
            if fits < 1:
                self.add_page()
                self.set_font("DejaVu", style, size)
                continue
            here, lines = lines[:fits], lines[fits:]
            top = self.y
            with self._tagged(tag):
                for line in here:
                    self.set_x(MARGIN + indent)
                    self.cell(width, height, line, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            if bar:
                side = self.w - MARGIN + 1 if align is Align.R else MARGIN + indent - 3
                self._out("/Artifact BMC")
                with self.local_context(line_width=0.8, draw_color=GREY):
                    self.line(side, top + 0.5, side, self.y - 0.5)
                self._out("EMC")
        self.ln(1)

    @contextmanager
    def _tagged(self, tag: str) -> Iterator[None]:
        number = self.struct_builder.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=tag, mcid=number)
        self._out(f"{tag} <</MCID {number}>> BDC")
        yield
        self._out("EMC")


def _right_to_left(text: str) -> bool:
    """True if the first letter that has a direction is written from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
