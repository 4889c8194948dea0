"""Text in several languages, and the order in which a reader wants them."""

from collections.abc import Iterable, Mapping

#: Language tag ("en", "vi") -> text. Never empty for a name.
Text = Mapping[str, str]

#: The language every name must exist in, and the one given when no other was asked for.
DEFAULT_LANGUAGE = "en"


def best(text: Text, languages: Iterable[str]) -> str:
    """Return the text in the first language that has one; else English; else any; else ""."""
    for language in (*languages, DEFAULT_LANGUAGE):
        if found := text.get(language):
            return found
    return next(iter(text.values()), "")


def filtered(text: Text, languages: Iterable[str]) -> Text:
    """Return only the wanted languages, or all of `text` when that would leave nothing."""
    wanted = tuple(languages)
    kept = {tag: value for tag, value in text.items() if tag in wanted}
    return kept or text
