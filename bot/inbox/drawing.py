"""Pictures of numbers, drawn as SVG in the page: readable without colour, with the numbers written beside."""

from collections.abc import Iterable

from markupsafe import Markup, escape

UNDER = "under 5"


def bars(values: Iterable[tuple[str, int | None]], title: str) -> Markup:
    """Bars lying side by side, a line each: the label, the bar, the number. None is a number that is held back."""
    rows = list(values)
    most = max((value or 0 for _, value in rows), default=0) or 1
    drawn = [_open(700, 30 * len(rows) + 4, _in_words(title, rows))]
    for i, (label, value) in enumerate(rows):
        top = 30 * i + 2
        width = round(330 * (value or 0) / most, 1) if value is not None else 16
        kind = "bar" if value is not None else "bar held"
        drawn.append(Markup('<text x="270" y="{}" class="label end">{}</text>').format(top + 19, label))
        drawn.append(Markup('<rect x="280" y="{}" width="{}" height="22" class="{}"/>').format(top + 3, width, kind))
        said = UNDER if value is None else value
        drawn.append(Markup('<text x="{}" y="{}" class="value">{}</text>').format(288 + width, top + 19, said))
    return Markup("").join(drawn) + Markup("</svg>")


def columns(values: Iterable[tuple[str, int | None]], title: str) -> Markup:
    """Columns standing side by side, one a month, with the number above."""
    rows = list(values)
    most = max((value or 0 for _, value in rows), default=0) or 1
    drawn = [_open(max(56 * len(rows), 200), 190, _in_words(title, rows))]
    for i, (label, value) in enumerate(rows):
        height = round(120 * (value or 0) / most, 1) if value is not None else 8
        kind = "bar" if value is not None else "bar held"
        said = UNDER if value is None else value
        left, top = 56 * i + 8, 150 - height
        drawn.append(Markup('<rect x="{}" y="{}" width="40" height="{}" class="{}"/>').format(left, top, height, kind))
        drawn.append(Markup('<text x="{}" y="{}" class="value middle">{}</text>').format(left + 20, top - 6, said))
        drawn.append(Markup('<text x="{}" y="168" class="label middle">{}</text>').format(left + 20, label[5:]))
        if i == 0 or label.endswith("-01"):
            drawn.append(Markup('<text x="{}" y="184" class="label middle">{}</text>').format(left + 20, label[:4]))
    return Markup("").join(drawn) + Markup("</svg>")


def _in_words(title: str, rows: list[tuple[str, int | None]]) -> str:
    """What somebody who cannot see the picture is told: all of it."""
    return f"{title}: " + ", ".join(f"{label} {UNDER if value is None else value}" for label, value in rows)


def _open(width: int, height: int, title: str) -> Markup:
    return Markup('<svg viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="{2}">').format(
        width, height, escape(title)
    )
