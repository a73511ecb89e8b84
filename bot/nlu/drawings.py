"""The pictures of an evaluation as plain SVG."""

from html import escape

FRAME = 420
EDGE = 60
INK = 'font-family="sans-serif" font-size="11" fill="#222"'


def line_chart(
    title: str, across: str, up: str, lines: dict[str, list[tuple[float, float]]], diagonal: bool = False
) -> str:
    """Lines over a square from 0 to 1 each way; with `diagonal`, what a perfect result would look like."""
    side = FRAME - 2 * EDGE
    parts = [f'<rect x="{EDGE}" y="{EDGE}" width="{side}" height="{side}" fill="none" stroke="#888"/>']
    for step in range(0, 11, 2):
        at = step / 10
        parts.append(f'<text x="{_x(at)}" y="{FRAME - EDGE + 16}" text-anchor="middle" {INK}>{at:.1f}</text>')
        parts.append(f'<text x="{EDGE - 8}" y="{_y(at) + 4}" text-anchor="end" {INK}>{at:.1f}</text>')
    if diagonal:
        parts.append(f'<path d="M{_x(0)} {_y(0)} L{_x(1)} {_y(1)}" stroke="#bbb" stroke-dasharray="4 4"/>')
    for (name, points), (colour, dash) in zip(lines.items(), (("#1d4ed8", ""), ("#b91c1c", "6 3")), strict=False):
        path = " L".join(f"{_x(x):.1f} {_y(y):.1f}" for x, y in points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>')
        x, y = points[-1]
        parts.append(f'<text x="{_x(x) - 4:.1f}" y="{_y(y) - 6:.1f}" text-anchor="end" {INK}>{escape(name)}</text>')
    parts.append(f'<text x="{FRAME / 2}" y="{FRAME - 18}" text-anchor="middle" {INK}>{escape(across)}</text>')
    turn = f'transform="rotate(-90 16 {FRAME / 2})"'
    parts.append(f'<text x="16" y="{FRAME / 2}" text-anchor="middle" {turn} {INK}>{escape(up)}</text>')
    return _svg(title, FRAME, FRAME, parts)


def confusion_matrix(title: str, names: list[str], counts: list[list[int]]) -> str:
    """A square table: a row for what it is, a column for what it was taken for."""
    cell, left, top = 26, 170, 190
    size = len(names) * cell
    parts = []
    for row, name in enumerate(names):
        y = top + row * cell
        parts.append(f'<text x="{left - 6}" y="{y + 17}" text-anchor="end" {INK}>{escape(name)}</text>')
        x = left + row * cell + 16
        turn = f'transform="rotate(-60 {x} {top - 8})"'
        parts.append(f'<text x="{x}" y="{top - 8}" {turn} {INK}>{escape(name)}</text>')
        whole = sum(counts[row]) or 1
        for column, count in enumerate(counts[row]):
            if count:
                shade = 255 - int(150 * count / whole)
                fill = f"rgb({shade},{shade},255)" if row == column else f"rgb(255,{shade},{shade})"
                x = left + column * cell
                parts.append(f'<rect x="{x}" y="{y}" width="{cell}" height="{cell}" fill="{fill}"/>')
                parts.append(f'<text x="{x + cell / 2}" y="{y + 17}" text-anchor="middle" {INK}>{count}</text>')
    return _svg(title, left + size + 90, top + size + 20, parts)


def _svg(title: str, width: float, height: float, parts: list[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img">'
    name = f'<title>{escape(title)}</title><rect width="100%" height="100%" fill="#fff"/>'
    shown = f'<text x="12" y="24" font-weight="bold" {INK}>{escape(title)}</text>'
    return "\n".join([head, name, shown, *parts, "</svg>", ""])


def _x(share: float) -> float:
    return EDGE + share * (FRAME - 2 * EDGE)


def _y(share: float) -> float:
    return FRAME - EDGE - share * (FRAME - 2 * EDGE)
