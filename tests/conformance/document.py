"""`docs/conformance.md`: the features that tests hold, and the deviations tagged in the code.

python -m tests.conformance.document           writes it
"""

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from tests.conformance.features import Feature, Table, topics

PROJECT = Path(__file__).parents[2]
DOCUMENT = PROJECT / "docs" / "conformance.md"

_HEAD = """# What conforms to SDMX-REST, and what does not

This service speaks SDMX-REST 1.5 under `/rest/v1` and SDMX-REST 2.2 under `/rest/v2`. Each row
below is a test: it makes the requests of the row against the whole application and holds the
answers against what the row says. The page is made of them by
`python -m tests.conformance.document`, and a test fails where it is not up to date.

**yes**: as the specification says. **more**: an offer besides it. **differs**: otherwise, on
purpose. **no**: not offered, and refused in so many words.
"""

_WORDS = {"yes": "yes", "more": "**more**", "differs": "**differs**", "no": "**no**"}


def deviations() -> Iterator[tuple[str, str]]:
    """(module, what is said) of each `deviates:` tag below `api/`, in order of modules.

    A tag in a comment goes on to the comment's end, one in a docstring to that of its paragraph.
    """
    for path in sorted((PROJECT / "api").rglob("*.py")):
        lines = path.read_text().splitlines()
        for number, line in enumerate(lines):
            if "deviates:" in line:
                first = line.partition("deviates:")[2].strip()
                comment = line.lstrip().startswith("#")
                more = takewhile(_in_comment if comment else _in_paragraph, lines[number + 1 :])
                said = [first, *(one.strip().lstrip("#").strip('" ') for one in more)]
                yield str(path.relative_to(PROJECT)), " ".join(filter(None, said))


def _in_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _in_paragraph(line: str) -> bool:
    return bool(line.strip().strip('"'))


def _row(feature: Feature) -> str:
    cells = (
        feature.name,
        feature.rest if feature.rest != "both" else "1.5, 2.2",
        _WORDS[feature.support],
        _shown(feature),
        feature.note,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _shown(feature: Feature) -> str:
    """The first request of a row, or the test that shows it, and how many more there are."""
    first, *others = feature.shown
    text = _request(first)
    return f"{text} and {len(others)} more" if others else text


def _request(shown: Table) -> str:
    if "test" in shown:
        path, _, name = shown["test"].partition("::")
        return f"`{name}` in `{path}`"
    method = next(name for name in shown if name in _METHODS)
    headers = ", ".join(f"`{name}: {value}`" for name, value in shown.get("headers", {}).items())
    return f"{method.upper()} `{shown[method]}`" + (f" with {headers}" if headers else "")


_METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


def text() -> str:
    """The whole page."""
    parts = [_HEAD]
    for title, introduction, features in topics():
        parts.append(f"\n## {title}\n\n{introduction}\n\n{_COLUMNS}")
        parts += [_row(feature) for feature in features]
    parts.append("\n## Deviations, where the code has them\n")
    parts += [f"- `{module}`: {said}" for module, said in deviations()]
    return "\n".join(parts) + "\n"


_COLUMNS = "| Feature | REST | | Shown by | |\n|---|---|---|---|---|"


if __name__ == "__main__":
    DOCUMENT.write_text(text())
