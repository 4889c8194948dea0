"""Templates: jinja2 with autoescape, the reader's texts and forms of numbers at hand."""

from datetime import UTC, datetime
from functools import lru_cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from api import __version__
from api.model.instant import written
from api.resources.note_texts import remarks
from api.resources.published import Published
from api.web import forms
from api.web.texts import said


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("api.web"),
        autoescape=select_autoescape(("html", "xml"), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["version"] = __version__
    made.filters["instant"] = _instant
    return made


@lru_cache(maxsize=1)
def edition() -> str:
    """Hash of templates, texts and files: pages of another edition are other pages."""
    content = sha256()
    folder = files("api.web")
    for part in ("templates", "static"):
        for one in sorted((folder / part).iterdir(), key=lambda found: found.name):
            content.update(one.read_bytes())
    content.update((folder / "texts.toml").read_bytes())
    return content.hexdigest()[:12]


def _instant(value: datetime | None) -> str:
    """An instant as RFC 3339 writes it; the beginning of time where there was none."""
    return written(value or datetime.fromtimestamp(0, UTC))


def render(template: str, published: Published, **values: Any) -> str:
    """A page, feed or drawing in the reader's language."""
    language = published.language
    in_language = {
        name: partial(getattr(forms, name), language=language)
        for name in ("number", "percent", "date", "day", "moment", "period", "spans")
    }
    return (
        _environment()
        .get_template(template)
        .render(
            lang=language,
            base=published.base_url,
            say=published.say,
            t=lambda key, /, **more: said(key, language, **more),
            remark=lambda text: "; ".join(piece for piece, _ in remarks(text, language)),
            **in_language,
            **values,
        )
    )
