"""The store and the formats in this process, without HTTP."""

from collections.abc import Callable

from api import formats
from api.formats.base import Options
from api.formats.negotiation import Choice
from api.resources.actual import Actual
from api.resources.data import data
from api.rest import v2
from tests.bench.cube import Cube
from tests.bench.queries import WHOLE


def writing(cube: Cube, media_type: str, path: str = WHOLE) -> Callable[[], int]:
    """Work that reads a query from the store, writes it and throws it away; gives its bytes."""
    format = next(one for one in formats.DATA if one.media_type == media_type)
    choice = Choice(
        format=format, options=Options(), content_type=media_type, content_language="en"
    )
    text, _, query = path.removeprefix("/rest/v2/").partition("?")
    asked = v2.parse(text, query).query
    actual = Actual(cube.registry, cube.store)

    def work() -> int:
        answer = data(asked, choice, actual, cube.store)  # type: ignore[arg-type]
        try:
            return sum(map(len, answer.open()))
        finally:
            answer.close()

    return work
