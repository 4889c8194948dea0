"""Both languages say everything, in `texts.toml` alone, and nothing there is unused."""

import re
from pathlib import Path
from string import Formatter

import pytest

from api.resources.note_texts import remarks
from api.web.texts import LANGUAGES, said, texts

WEB = Path(__file__).parents[2] / "api" / "web"
TEMPLATES = sorted((WEB / "templates").iterdir())
CODE = sorted(WEB.rglob("*.py"))

#: What may stand around words.
_SIGNS = (
    " \n…·:;,.()[]%0123456789/?&=-"
    "\N{EN DASH}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}\N{BLACK CIRCLE}"
)

#: What stands in templates as it is: names, commands, signs.
PLAIN = {
    *("SVG", "PNG", "JSON", "SDMX", "OpenAPI", "BibTeX", "CSL JSON", "HTTP (v1)", "SHA-256"),
    *("HTTP (v2, JSON)", "Tiếng Việt", "English", "openapi.json", "api/limits"),
    *("api/capabilities", "nhat ban", "xuất khẩu lao động", "women occupation"),
    *("urn:ilms:vn1:changes", "utf-8"),
}


@pytest.mark.parametrize("key", texts())
def test_a_text_is_in_both_languages(key):
    found = texts()[key]
    assert set(found) == set(LANGUAGES)
    assert all(text.strip() for text in found.values())
    places = {
        language: {name for _, name, _, _ in Formatter().parse(text) if name}
        for language, text in found.items()
    }
    assert places["vi"] == places["en"], places


def test_vietnamese_is_vietnamese():
    """A text that is the same in both languages was forgotten, unless it is a name."""
    same = {key for key, found in texts().items() if found["vi"] == found["en"]}
    assert same == set()


def _keys_used():
    for path in (*TEMPLATES, *CODE):
        text = path.read_text()
        yield from re.findall(r"""(?:\bt|said)\(f?["']([a-z_]+\.[A-Za-z0-9_{}]+)["']""", text)
        yield from re.findall(r'"((?:nav|home)\.(?!html)[a-z0-9_]+)"', text)


def test_every_key_that_is_used_is_there_and_the_other_way_round():
    used = set(_keys_used())
    families = ("sex.", "chart.", "search.", "source.", "error.", "home.more", "home.less", "feed.")
    whole = {key for key in used if "{" not in key and key != "error.s"}
    missing = whole.difference(texts())
    assert missing == set()
    unused = {key for key in texts() if key not in used and not key.startswith(families)}
    assert unused == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_words_of_their_own(path):
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "\x00", path.read_text(), flags=re.S)
    text = re.sub(r"<pre.*?</pre>|<svg.*?</svg>|<\?.*?\?>", "", text, flags=re.S)
    spoken = re.findall(r'(?:alt|title|placeholder|aria-label|content)="([^"]*)"', text)
    spoken += re.findall(r">([^<]+)<", text)
    for piece in spoken:
        words = piece.replace("\x00", " ").strip(_SIGNS)
        said_so = words in {one.strip(_SIGNS) for one in PLAIN} or not re.search(
            r"[^\W\d_]{2,}", words
        )
        assert said_so or words.startswith(("width=", "light dark", "amp")), (path.name, piece)


def test_a_missing_key_is_an_error():
    with pytest.raises(KeyError):
        said("home.nothing", "vi")


def test_remarks_of_shipped_sources_are_translated(client):
    """All of them, but for what only names a document."""
    untold = set()
    for flow in client.get("/api/dataflows").json()["items"]:
        if not flow["fill"]["observations"]:
            continue
        listed = client.get(f"/api/observations/{flow['id']}?limit=1000&lang=vi").json()["items"]
        for one in listed:
            untold.update(note["text"] for note in one["notes"] if note["language"] != "vi")
            untold.update([one["source"]] if one["source"].startswith(("ADM", "OS")) else [])
    assert untold <= UNTOLD, untold - UNTOLD


#: Remarks a transcriber wrote, which stand in English and say so.
UNTOLD: set[str] = set()


def test_remarks_keep_their_order_and_their_documents():
    text = "Definition of migrants: Nationals registered to work abroad | Document: A: b (c)"
    assert list(remarks(text, "en")) == [(piece, "en") for piece in text.split(" | ")]
    assert list(remarks(text, "vi")) == [
        ("Định nghĩa người di cư: công dân đăng ký đi làm việc ở nước ngoài", "vi"),
        ("Văn bản: A: b (c)", "vi"),
    ]
    assert list(remarks("Something new", "vi")) == [("Something new", "en")]
