"""Pictures of measured numbers, as plain SVG that reads on white and on dark, and without colour."""

from dataclasses import dataclass
from html import escape

INK = 'font-family="sans-serif" font-size="12" fill="#222"'
COLOURS = ("#1d4ed8", "#b45309", "#047857", "#7c3aed", "#b91c1c", "#475569", "#0e7490", "#a16207")
WIDTH, LEFT, TOP, HEIGHT = 720, 70, 50, 260


@dataclass(frozen=True)
class Line:
    """A line of a chart: its name and its points."""

    name: str
    points: list[tuple[float, float]]


def bars(title: str, rows: list[tuple[str, list[tuple[str, float]]]], unit: str) -> str:
    """A bar for each row, made of named parts one after the other; the names stand below."""
    most = max(sum(value for _, value in parts) for _, parts in rows)
    scale = (WIDTH - 230) / most
    names = list(dict.fromkeys(name for _, parts in rows for name, _ in parts))
    colour = dict(zip(names, COLOURS * 2, strict=False))
    drawn = []
    for place, (label, parts) in enumerate(rows):
        x, y = 160.0, TOP + 46 * place
        drawn.append(_text(150, y + 19, label, "end"))
        for name, value in parts:
            drawn.append(f'<rect x="{x:.1f}" y="{y}" width="{value * scale:.1f}" height="28" fill="{colour[name]}"/>')
            x += value * scale
        drawn.append(_text(x + 6, y + 19, f"{sum(value for _, value in parts):.1f} {unit}"))
    below = TOP + 46 * len(rows) + 8
    for place, name in enumerate(names):
        x, y = 20 + 350 * (place % 2), below + 20 * (place // 2)
        own = next((value for _, parts in rows for part, value in parts if part == name), 0.0)
        drawn.append(f'<rect x="{x}" y="{y}" width="12" height="12" fill="{colour[name]}"/>')
        drawn.append(_text(x + 18, y + 11, f"{name}: {own:.1f} {unit}"))
    return _svg(title, below + 20 * ((len(names) + 1) // 2) + 14, drawn)


def chart(title: str, across: str, up: str, lines: list[Line]) -> str:
    """Lines over one scale from nothing to the most."""
    right = max(x for line in lines for x, _ in line.points)
    first = min(x for line in lines for x, _ in line.points)
    top = max(y for line in lines for _, y in line.points) * 1.1 or 1.0
    inner = WIDTH - LEFT - 150

    def at(x: float, y: float) -> tuple[float, float]:
        return LEFT + inner * (x - first) / ((right - first) or 1), TOP + HEIGHT * (1 - y / top)

    drawn = [f'<path d="M{LEFT} {TOP} V{TOP + HEIGHT} H{LEFT + inner}" fill="none" stroke="#888"/>']
    for step in range(5):
        drawn.append(_text(LEFT - 8, at(first, top * step / 4)[1] + 4, f"{top * step / 4:.3g}", "end"))
    for x in sorted({x for line in lines for x, _ in line.points})[:: max(1, len(lines[0].points) // 8)]:
        drawn.append(_text(at(x, 0)[0], TOP + HEIGHT + 18, f"{x:g}", "middle"))
    for line, colour in zip(lines, COLOURS, strict=False):
        path = " L".join("{:.1f} {:.1f}".format(*at(x, y)) for x, y in line.points)
        drawn.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += ['<circle cx="{:.1f}" cy="{:.1f}" r="3" fill="{}"/>'.format(*at(x, y), colour) for x, y in line.points]
        end = at(*line.points[-1])
        drawn.append(_text(end[0] + 8, end[1] + 4, line.name))
    drawn.append(_text(LEFT + inner / 2, TOP + HEIGHT + 38, across, "middle"))
    drawn.append(_text(LEFT - 40, TOP - 10, up))
    return _svg(title, TOP + HEIGHT + 52, drawn)


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {INK}>{escape(words)}</text>'


def _svg(title: str, height: float, parts: list[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" role="img">'
    name = f'<title>{escape(title)}</title><rect width="100%" height="100%" fill="#fff"/>'
    shown = f'<text x="12" y="24" font-weight="bold" {INK}>{escape(title)}</text>'
    return "\n".join([head, name, shown, *parts, "</svg>", ""])
