"""What the questionnaire asks: `dataflows/coverage/QUESTIONNAIRE.toml`."""

from collections.abc import Iterator

from pydantic import Field

from api.definitions.kind import Built, Entry, Kind, Place
from api.definitions.shape import Agency, Shape, Version
from api.model.coverage import Questionnaire
from api.model.ref import Ref


class QuestionnaireShape(Shape):
    """The boxes of the tables, dimension by dimension."""

    agency: Agency
    version: Version
    source: str = Field(min_length=1, description="Where it was read what is asked")
    first_year: int = Field(ge=1900, le=2100, description="First year the tables go back to")
    asked: dict[str, list[str]] = Field(description="Dimension -> codes; `X_*` for those by name")
    same: dict[str, list[str]] = Field({}, description="Code -> codes of other versions alike")
    remainders: dict[str, str] = Field({}, description="Code of the remainder -> its total")


def build(shape: QuestionnaireShape, place: Place) -> Iterator[Built]:
    """Yield the questionnaire."""
    ref = Ref(shape.agency, f"COVERAGE_{place.stem}", shape.version)
    yield Entry(
        ref,
        Questionnaire(
            ref=ref,
            first_year=shape.first_year,
            asked={id: tuple(codes) for id, codes in shape.asked.items()},
            same={code: tuple(others) for code, others in shape.same.items()},
            remainders=shape.remainders,
            source=shape.source,
        ),
    )


KIND = Kind("dataflows/coverage/QUESTIONNAIRE.toml", QuestionnaireShape, build)
