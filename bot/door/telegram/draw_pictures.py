"""Draws the page's pictures of the topics as PNG files, since Telegram shows no SVG: `python -m bot.door.telegram.draw_pictures`.

Run it when a picture of a topic has changed (tests/telegram/test_pictures.py says so). It needs Chromium (the development
packages, and `CHROMIUM` where it is not at /usr/bin/chromium).
"""

import hashlib
import os
from pathlib import Path

from bot.msp.topics.order import TOPICS

FROM = Path(__file__).parents[1] / "page" / "pictures"
TO = Path(__file__).parent / "pictures"
DRAWN = TO / "drawn-from.txt"
SIDE = 320  # pixels


def drawn_from() -> str:
    """What the drawings were made from: a line for each topic with a picture, with the picture's hash."""
    found = [path for topic in sorted(TOPICS) if (path := FROM / f"{topic}.svg").exists()]
    return "".join(f"{path.stem} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in found)


def main() -> None:
    """Draws all of them."""
    from playwright.sync_api import sync_playwright

    TO.mkdir(exist_ok=True)
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        page = browser.new_page(viewport={"width": SIDE, "height": SIDE})
        for line in drawn_from().splitlines():
            name = line.split()[0]
            page.set_content(
                f"<style>body{{margin:0;background:#fff}}svg{{width:100vw}}</style>{(FROM / f'{name}.svg').read_text()}"
            )
            page.screenshot(path=TO / f"{name}.png")
        browser.close()
    DRAWN.write_text(drawn_from())


if __name__ == "__main__":
    main()
