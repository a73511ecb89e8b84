"""The chat page, its parts, the widget, and the facts a page needs before anybody has said a word.

Everything is read once and kept in memory, plain and gzipped. The parts live under an address that holds a hash of them
all, so a browser may keep them for ever and a change is seen at once. The page itself is never kept by a browser.
"""

import functools
import gzip
import hashlib
import json
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.service import Service, service
from bot.settings import settings

PAGE = Path(__file__).parent / "page"
PARTS = ("*.js", "*.css", "pictures/*.svg")
A_YEAR = 31_536_000
COMMENT_LINES = re.compile(r"^[ ]*(?://.*|/\*.*\*/[ ]*|/\*\*.*|\*(?:[ /].*)?)\n", re.MULTILINE)
# What the first screen needs: chat.js and what it imports. The rest comes behind it.
FIRST = ("chat.js", "dom.js", "kept.js", "leave.js", "views.js")

# A page for people who are watched: nothing from elsewhere, nothing inline, in nobody's frame, no referrer, not kept.
PAGE_HEADERS = {
    "Content-Security-Policy": "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
# What a site that carries the widget must be able to load; it says nothing about anybody.
SHARED_HEADERS = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@dataclass(frozen=True)
class Part:
    """A file of the page as it is sent."""

    content_type: str
    plain: bytes
    gzipped: bytes

    @classmethod
    def of(cls, content_type: str, plain: bytes) -> "Part":
        """The part of these bytes, gzipped always the same way."""
        return cls(content_type, plain, gzip.compress(plain, 9, mtime=0))

    @property
    def etag(self) -> str:
        """A name for exactly these bytes."""
        return f'"{hashlib.sha256(self.plain).hexdigest()[:16]}"'

    def answer(self, request: Request, headers: dict[str, str]) -> Response:
        """The part as a response: gzipped where the browser takes that, 304 where it has it already."""
        common = {**headers, "ETag": self.etag, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
        if request.headers.get("if-none-match") == self.etag:
            return Response(status_code=304, headers=common)
        if "gzip" in request.headers.get("accept-encoding", ""):
            common["Content-Encoding"] = "gzip"
            return Response(self.gzipped, headers=common, media_type=self.content_type)
        return Response(self.plain, headers=common, media_type=self.content_type)


@functools.cache
def parts() -> dict[str, Part]:
    """Every file a page loads, by its path under the page's folder."""
    found = sorted(path for pattern in PARTS for path in PAGE.glob(pattern))
    return {
        path.relative_to(PAGE).as_posix(): Part.of(mimetypes.guess_type(path.name)[0] or "text/plain", _as_sent(path))
        for path in found
    }


def _as_sent(path: Path) -> bytes:
    """A file without the lines that only explain it: they are for who reads the repository."""
    return COMMENT_LINES.sub("", path.read_text(encoding="utf-8")).encode()


@functools.cache
def parts_hash() -> str:
    """A short hash of all the parts together: it changes when any of them does."""
    whole = hashlib.sha256()
    for name, part in parts().items():
        whole.update(name.encode() + part.plain)
    return whole.hexdigest()[:12]


@functools.cache
def strings(language: str) -> dict[str, str]:
    """Every sentence the page itself shows, in one language."""
    found: dict[str, str] = json.loads((PAGE / f"strings.{language}.json").read_text(encoding="utf-8"))
    return found


def language_of(request: Request, here: Service) -> str:
    """The service's language that the person asks for (`?language=`, then the browser's list), or its first."""
    wanted = [request.query_params.get("language", "")]
    wanted += [each.split(";")[0].strip() for each in request.headers.get("accept-language", "").split(",")]
    offered = {language.lower(): language for language in here.languages}
    for each in wanted:
        for tag in (each.lower(), each.lower().split("-")[0]):
            if tag in offered:
                return offered[tag]
    return here.languages[0]


def facts(here: Service, language: str) -> dict[str, Any]:
    """What the page and the widget know before any conversation: the service's own facts, and the page's words."""
    return {
        "name": here.name,
        "numbers": here.numbers,
        "hours": here.hours_in_words,
        "leave_to": here.leave_to,
        "telegram": f"https://t.me/{settings().telegram_name}" if settings().telegram_name else "",
        "language": language,
        "parts": f"/chat/parts/{parts_hash()}/",
        "pictures": [name[9:-4] for name in parts() if name.startswith("pictures/")],
        "strings": strings(language),
    }


@functools.cache
def page(language: str) -> Part:
    """The page's HTML: readable as it is without JavaScript, with everything the script needs inside it."""
    here = service()
    known = facts(here, language)
    words = {key.replace(".", "_"): escape(text) for key, text in known["strings"].items()}
    plain = Template((PAGE / "page.html").read_text(encoding="utf-8")).substitute(
        words,
        parts=known["parts"],
        language=escape(language),
        leave_to=escape(here.leave_to),
        hours=escape(here.hours_in_words),
        numbers="\n".join(_number_line(name, number, known["strings"]) for name, number in here.numbers.items()),
        preload="\n".join(_preloads(known["parts"])),
        facts=json.dumps(known, ensure_ascii=False).replace("<", "\\u003c"),
    )
    return Part.of("text/html; charset=utf-8", plain.encode())


def _preloads(where: str) -> Iterator[str]:
    """Every script at once rather than one after the other, what the first screen needs first."""
    for name in FIRST:
        yield f'<link rel="modulepreload" href="{where}{name}">'
    for name in parts():
        if name.endswith(".js") and name not in (*FIRST, "widget.js"):
            yield f'<link rel="modulepreload" fetchpriority="low" href="{where}{name}">'


def _number_line(name: str, number: str, words: dict[str, str]) -> str:
    return (
        f"<li><span>{escape(words.get(f'number.{name}', name))}</span> "
        f'<a href="tel:{escape(number.replace(" ", ""))}">{escape(number)}</a></li>'
    )


async def chat_page(request: Request) -> Response:
    """GET /chat/: the page."""
    return page(language_of(request, service())).answer(request, PAGE_HEADERS)


async def page_facts(request: Request) -> Response:
    """GET /chat/page.json: what the widget knows before any conversation."""
    here = service()
    known = facts(here, language_of(request, here))
    body = Part.of("application/json", json.dumps(known, ensure_ascii=False).encode())
    return body.answer(request, {**SHARED_HEADERS, "Cache-Control": "no-cache"})


async def widget(request: Request) -> Response:
    """GET /chat/widget.js: the one tag for other sites."""
    return parts()["widget.js"].answer(request, {**SHARED_HEADERS, "Cache-Control": "no-cache"})


async def part(request: Request) -> Response:
    """GET /chat/parts/<hash>/<name>: a file of the page. An old hash gets today's file, not to be kept."""
    found = parts().get(request.path_params["name"])
    if found is None:
        return Response("There is nothing here.", status_code=404, media_type="text/plain")
    fresh = request.path_params["hash"] == parts_hash()
    keep = f"public, max-age={A_YEAR}, immutable" if fresh else "no-store"
    return found.answer(request, {**SHARED_HEADERS, "Cache-Control": keep})


async def to_the_page(request: Request) -> Response:
    """GET /chat: the page has a slash at its end."""
    return RedirectResponse("/chat/", status_code=308)


routes = [
    Route("/chat", to_the_page),
    Route("/chat/", chat_page),
    Route("/chat/page.json", page_facts),
    Route("/chat/widget.js", widget),
    Route("/chat/parts/{hash}/{name:path}", part),
]
