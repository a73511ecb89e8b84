"""What the server sends: headers that keep a person safe, files that are kept, words that all exist, and little of it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.door import pages
from bot.service import service
from bot.settings import settings

PAGE = pages.PAGE
SCRIPTS = sorted(PAGE.glob("*.js"))


def without_comments(path: Path) -> str:
    """A script's code alone."""
    return re.sub(
        r"/\*.*?\*/|^\s*//[^\n]*|\s//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )


@pytest.fixture
def client() -> Iterator[TestClient]:
    """A client of the page's routes."""
    with TestClient(Starlette(routes=pages.routes)) as client:
        yield client


def test_the_page_trusts_nothing_but_itself(client: TestClient) -> None:
    headers = client.get("/chat/").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers


def test_the_page_is_not_kept_and_its_parts_are_kept_for_ever(client: TestClient) -> None:
    page = client.get("/chat/")
    assert page.headers["cache-control"] == "no-store"
    for path in re.findall(r'(?:href|src)="(/chat/parts/[^"]+)"', page.text):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


def test_an_old_address_of_a_part_still_answers_but_is_not_kept(client: TestClient) -> None:
    answer = client.get("/chat/parts/0123456789ab/chat.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["../pages.py", "strings.en.json", "page.html", "..%2fpages.py", "nothing.js"])
def test_only_the_parts_of_the_page_are_sent(client: TestClient, name: str) -> None:
    assert client.get(f"/chat/parts/{pages.parts_hash()}/{name}").status_code == 404


def test_parts_have_their_types_and_are_sent_small(client: TestClient) -> None:
    for name, kind in [
        ("chat.js", "text/javascript"),
        ("chat.css", "text/css"),
        ("pictures/people.svg", "image/svg+xml"),
    ]:
        address = f"/chat/parts/{pages.parts_hash()}/{name}"
        answer = client.get(address, headers={"accept-encoding": "gzip"})
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.text == client.get(address, headers={"accept-encoding": "identity"}).text
        known = client.get(address, headers={"if-none-match": answer.headers["etag"]})
        assert (known.status_code, known.content) == (304, b"")


def test_what_a_first_visit_loads_is_at_most_30_kilobytes(client: TestClient) -> None:
    """HTML, CSS and all of the script as they travel, without pictures and the widget's button."""
    page = pages.page("en").gzipped
    parts = [part.gzipped for name, part in pages.parts().items() if not name.startswith(("pictures/", "widget."))]
    assert sum(len(part) for part in [page, *parts]) <= 30_000


def test_the_first_screen_waits_for_what_it_needs_and_for_nothing_else(client: TestClient) -> None:
    """Each script that chat.js imports is asked for at once, by the page itself, not one after the other."""
    needed, todo = set(), ["chat.js"]
    while todo:
        name = todo.pop()
        needed.add(name)
        code = (PAGE / name).read_text(encoding="utf-8")
        todo += [each for each in re.findall(r'^import .* from "\./(.+)";', code, re.MULTILINE) if each not in needed]
    page = client.get("/chat/").text
    assert set(re.findall(r'modulepreload" href="/chat/parts/[^/]+/([^"]+)"', page)) == needed
    later = set(re.findall(r'modulepreload" fetchpriority="low" href="/chat/parts/[^/]+/([^"]+)"', page))
    assert needed | later == {path.name for path in SCRIPTS} - {"widget.js"}


def test_the_page_asks_no_other_server_for_anything() -> None:
    for path in [*SCRIPTS, *PAGE.glob("*.css"), PAGE / "page.html", *PAGE.glob("pictures/*.svg")]:
        elsewhere = re.findall(r"https?://[^\s\"'`)]+", path.read_text(encoding="utf-8"))
        assert [url for url in elsewhere if "www.w3.org" not in url and "…" not in url] == [], path.name


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_words_never_become_markup_or_code(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    for never in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "localStorage", "cookie"):
        assert never not in code


def test_every_string_is_in_the_one_file_and_every_one_is_used() -> None:
    """A key may be built from a name: `way.${way}`; then some key must begin with what stands before it."""
    strings = set(pages.strings("en"))
    code = "".join(without_comments(path) for path in SCRIPTS)
    used = set(re.findall(r'\bt\("([^"]+)"', code)) | set(re.findall(r'strings\["([^"]+)"\]', code))
    built = {prefix for prefix in re.findall(r"\bt\(`([^`$]+)\$", code)} | {"number."}
    template = (PAGE / "page.html").read_text(encoding="utf-8")
    used |= {key for key in strings if "$" + key.replace(".", "_") in template}
    missing = {key for key in used if key not in strings}
    unused = {key for key in strings - used if not any(key.startswith(prefix) for prefix in built)}
    assert (missing, unused) == (set(), set())
    assert all(any(key.startswith(prefix) for key in strings) for prefix in built)


def test_no_script_holds_a_sentence_of_its_own() -> None:
    for path in SCRIPTS:
        sentences = re.findall(r'"[A-Z][a-z]+(?: [a-z]+){2,}[^"]*"', without_comments(path))
        assert sentences == [], path.name


def test_the_page_speaks_the_language_the_person_asks_for(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for header in ("gv;q=0.9,en;q=0.5", "fr", ""):
        assert '<html lang="en"' in client.get("/chat/", headers={"accept-language": header}).text
    gaelic = {key: f"«{text}»" for key, text in pages.strings("en").items()} | {"direction": "ltr"}
    monkeypatch.setattr(pages, "strings", lambda language: gaelic if language == "gv" else pages.strings("en"))
    here = service()
    object.__setattr__(here, "languages", ("en", "gv"))
    pages.page.cache_clear()
    try:
        page = client.get("/chat/", headers={"accept-language": "gv-IM,en;q=0.5"}).text
        assert '<html lang="gv"' in page
        assert "«Leave this page»" in page
        assert client.get("/chat/page.json?language=gv").json()["strings"]["leave"] == "«Leave this page»"
    finally:
        pages.page.cache_clear()


def test_the_facts_are_the_services_own_and_hold_nothing_else(client: TestClient) -> None:
    facts = client.get("/chat/page.json").json()
    assert facts["numbers"] == service().numbers
    assert facts["leave_to"] == service().leave_to
    assert set(facts) == {
        "name",
        "numbers",
        "hours",
        "leave_to",
        "telegram",
        "language",
        "parts",
        "pictures",
        "strings",
    }


def test_facts_inside_the_page_cannot_break_out_of_it() -> None:
    page = pages.page("en").plain.decode()
    inside = page.split('id="my-say-facts">')[1].split("</script>")[0]
    assert "<" not in inside
    assert json.loads(inside)["strings"]["title"] == "My Say"


def test_every_topic_of_the_practice_has_a_picture() -> None:
    from bot.msp.topics.order import TOPICS

    assert [topic for topic in TOPICS if f"pictures/{topic}.svg" not in pages.parts()] == []


def test_the_slash_at_the_end_is_found(client: TestClient) -> None:
    answer = client.get("/chat", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, "/chat/")


def test_who_takes_a_break_can_go_on_in_telegram_where_the_service_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pages.facts(service(), "en")["telegram"] == ""
    monkeypatch.setenv("MYSAY_TELEGRAM_NAME", "manx_words_bot")
    settings.cache_clear()
    assert pages.facts(service(), "en")["telegram"] == "https://t.me/manx_words_bot"
