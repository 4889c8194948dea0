"""Registrations in SDMX-ML 3.0 and 3.1: a response to a registration query (registry schema)."""

from collections.abc import Iterator
from typing import Literal

from api.formats._structure_ml.pen import Pen
from api.formats._xml import escape_attribute, escape_text
from api.formats.base import Options
from api.model.instant import written
from api.model.registration import Registration, RegistryMessage

#: Namespace prefix -> last part of its address.
_SPACES = {"mes": "message", "reg": "registry", "com": "common"}
#: The header wants a receiver, and nobody says who asks.
_RECEIVER = "ANONYMOUS"


def write_3(
    message: RegistryMessage, options: Options, edition: Literal["3.0", "3.1"]
) -> Iterator[bytes]:
    """A message of edition 3.0 or 3.1, a piece a registration."""
    pen = Pen(edition, (), options.base_url)
    yield _start(message, pen).encode()
    for found in message.registrations:
        yield _result(found, pen).encode()
    yield b"</mes:QueryRegistrationResponse></mes:RegistryInterface>\n"


def _start(message: RegistryMessage, pen: Pen) -> str:
    address = f"http://www.sdmx.org/resources/sdmxml/schemas/v{pen.edition.replace('.', '_')}"
    spaces = " ".join(f'xmlns:{name}="{address}/{part}"' for name, part in _SPACES.items())
    header = message.header
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<mes:RegistryInterface {spaces}><mes:Header><mes:ID>{escape_text(header.id)}</mes:ID>"
        f"<mes:Test>{'true' if header.test else 'false'}</mes:Test>"
        f"<mes:Prepared>{written(header.prepared)}</mes:Prepared>"
        f'<mes:Sender id="{escape_attribute(header.sender)}"/><mes:Receiver id="{_RECEIVER}"/>'
        "</mes:Header><mes:QueryRegistrationResponse>"
        '<reg:StatusMessage status="Success"/>'
    )


def _result(found: Registration, pen: Pen) -> str:
    """One registration. `timeSeriesMatch` is for queries by key, which there are none of."""
    ref = found.agreement.ref
    entry = f"{pen.base_url}/rest/v2"
    data = f"{entry}/data/provisionagreement/{ref.agency}/{ref.id}/{ref.version}"
    return (
        '<reg:QueryResult timeSeriesMatch="false"><reg:DataResult>'
        f'<reg:Registration id="{escape_attribute(found.id)}"'
        f' validFrom="{written(found.valid_from)}"'
        f' lastUpdated="{written(found.last_updated)}">'
        f"{pen.reference('reg:ProvisionAgreement', found.agreement)}<reg:Datasource>"
        f"<reg:SimpleDataSource>{escape_text(data)}</reg:SimpleDataSource>"
        '<reg:QueryableDataSource isRESTDatasource="true" isWebServiceDatasource="false">'
        f"<com:DataURL>{escape_text(entry)}</com:DataURL></reg:QueryableDataSource>"
        "</reg:Datasource></reg:Registration></reg:DataResult></reg:QueryResult>"
    )
