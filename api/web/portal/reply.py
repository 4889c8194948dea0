"""One answer of the portal: told in a language, with the validators of the SDMX side."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from pydantic import BaseModel

from api.errors import InvalidSyntax
from api.formats.base import Format, Options
from api.formats.negotiation import LANGUAGES, Choice, Wish, choose
from api.model.source import HO_CHI_MINH
from api.model.text import DEFAULT_LANGUAGE
from api.resources.announced import told
from api.resources.answer import Answer, fingerprint, last_modified
from api.resources.published import Published
from api.resources.shape import Page
from api.web.publication import Publication, publication
from api.web.responses import respond
from api.web.rest import base_url

#: What a use case gives back, as the text of an answer.
Told = BaseModel | str | bytes


def _write(message: Told, _: Options) -> Iterator[bytes]:
    if isinstance(message, BaseModel):
        yield message.model_dump_json().encode()
    else:
        yield message.encode() if isinstance(message, str) else message


def plain(media_type: str, suffix: str) -> Format[Told]:
    """A format of answers that are text already, or models."""
    return Format(media_type=media_type, suffix=suffix, write=_write, family="json")


JSON = plain("application/json", "json")


def language_of(request: Request, asked: str | None) -> str:
    """The language of an answer: asked for, else preferred by the client, else English."""
    if asked:
        return asked
    wish = Wish(dialect="v2", accept_language=request.headers.get("accept-language", ""))
    return choose((_ANY,), wish).options.languages[0]


_ANY: Format[Any] = Format(
    media_type="text/plain",
    suffix="txt",
    write=_write,
    family="text",
    default_in=frozenset(("v1", "v2")),
)


def published(request: Request, language: str) -> Published:
    """Everything published by now, for a reader of a language."""
    known = publication(request)
    return Published(
        registry=known.actual.registry(),
        store=known.store,
        sources=known.sources,
        languages=(language, *(tag for tag in LANGUAGES if tag != language)),
        base_url=base_url(request),
    )


async def reply(
    request: Request,
    make: Callable[[Published], Told],
    lang: str | None = None,
    format: Format[Told] = JSON,
    edition: str = "",
    *,
    daily: bool = False,
) -> Response:
    """Answer with what `make` gives; 304 where the client has it, before anything is read.

    `edition` names what else decides the bytes: templates and texts. `daily` answers are other ones
    each day in Viet Nam: what is late today was not yesterday.
    """
    known = publication(request)

    def answer() -> tuple[Answer, str]:
        language = language_of(request, lang)
        found = _answer(request, make, (language, edition), format, known)
        found = _of_the_day(found, known.store.now()) if daily else found
        return found, request.headers.get("accept-encoding", "")

    return await respond(request, answer, known.sending)


def _answer(
    request: Request,
    make: Callable[[Published], Told],
    told: tuple[str, str],
    format: Format[Told],
    known: Publication,
) -> Answer:
    language, edition = told
    reader = published(request, language)
    state = _state(known)
    modified = max(state[1:])
    tag = fingerprint(
        reader.registry.fingerprint,
        *state,
        request.url.path,
        request.scope["query_string"],
        reader.base_url,
        format.media_type,
        language,
        edition,
    )
    choice = Choice(
        format=format,
        options=Options(languages=reader.languages),
        content_type=format.media_type,
        content_language=language or DEFAULT_LANGUAGE,
    )
    return Answer(
        choice=choice,
        tag=tag,
        last_modified=modified,
        open=lambda: format.write(make(reader), choice.options),
        is_current=lambda: _state(known) == state,
    )


def _state(known: Publication) -> tuple[Any, ...]:
    """What is published and announced by now: how much, and each instant that changed it."""
    store, visible = known.store, known.store.visible()
    modified = last_modified(known.actual.registry(), visible, store)
    return len(visible), modified, *told(store)


def _of_the_day(answer: Answer, now: datetime) -> Answer:
    midnight = datetime.combine(now.astimezone(HO_CHI_MINH).date(), time(), HO_CHI_MINH)
    return replace(
        answer,
        tag=fingerprint(answer.tag, midnight),
        last_modified=max(answer.last_modified, midnight),
    )


def with_next(page: Page[Any], request: Request, offset: int, limit: int) -> Page[Any]:
    """The page with the address of the one that follows."""
    following = offset + limit
    if following >= page.total:
        return page
    return page.model_copy(update={"next": same_address(request, {"offset": str(following)})})


def same_address(request: Request, changed: Mapping[str, str]) -> str:
    """The address of a request with some parameters changed; an empty value leaves one out."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] not in changed]
    pairs += [pair for pair in changed.items() if pair[1]]
    query = f"?{urlencode(pairs, safe=',:')}" if pairs else ""
    return f"{base_url(request)}{request.url.path}{query}"


def whole(name: str, text: str, least: int, most: int) -> int:
    """A whole number in a query; InvalidSyntax says its bounds."""
    if text.isascii() and text.isdigit() and len(text) < 12 and least <= int(text) <= most:
        return int(text)
    raise InvalidSyntax(f"{name} is a whole number from {least} to {most}")
