"""From a data structure of ours to ILOSTAT's of the same id: every component as it is.

Ids of components and codes are ILOSTAT's, so values stand for themselves; only agency and version
of the structure differ. ILOSTAT's own is declared external: it keeps its structures itself.
"""

from collections.abc import Iterator

from api.model.artefact import DataStructure, Maintainable
from api.model.ref import Ref
from api.model.structure_map import ComponentMap, StructureMap
from api.model.text import Text

#: Where ILOSTAT answers structure queries of SDMX-REST 1.
_ADDRESS = "https://sdmx.ilo.org/rest/datastructure/ILO/{}/1.0"
_NAME: Text = {"en": "To ILOSTAT: {}", "vi": "Sang ILOSTAT: {}"}
_EQUAL: Text = {
    "en": "Ids of components and codes are the same on both sides",
    "vi": "Mã thành phần và mã giá trị hai bên giống nhau",
}


def to_ilostat(structure: DataStructure, indicator: str) -> Iterator[Maintainable]:
    """ILOSTAT's structure, without its content, and the map to it."""
    theirs = DataStructure(
        ref=Ref("ILO", indicator, "1.0"),
        name={tag: f"ILOSTAT: {text}" for tag, text in structure.name.items()},
        components=(),
        is_external=True,
        structure_url=_ADDRESS.format(indicator),
    )
    yield theirs
    own = structure.ref
    yield StructureMap(
        ref=Ref(own.agency, f"SM_ILO_{own.id}", own.version),
        name={tag: _NAME[tag].format(text) for tag, text in structure.name.items() if tag in _NAME},
        description=_EQUAL,
        source=structure.link,
        target=theirs.link,
        components=tuple(
            ComponentMap(sources=(one.id,), targets=(one.id,)) for one in structure.components
        ),
        roles={one.id: one.role for one in structure.components if one.role != "dimension"},
    )
