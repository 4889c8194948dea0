"""Each agreement that is published has its place in every order of its dataflow.

Where two agreements have a figure for one key, the order says which stands; it is never the date.
"""

from collections.abc import Iterator

from api.definitions.collection import Collection
from api.model.ref import Link
from api.model.report import Finding
from api.model.source import Source


def check(definitions: Collection) -> Iterator[Finding]:
    """Agreements that an order leaves out, at the order; no order at all, at the source."""
    for source in definitions.sources.values():
        if not isinstance(source, Source) or source.publish == "refused":
            continue
        link = Link("dataflow", source.dataflow)
        if link not in definitions.registry:
            continue
        path = definitions.file_of(link)
        precedence = definitions.registry.dataflow(source.dataflow).precedence
        message = f"{source.agreement} has no place in the order of {source.dataflow}"
        if not precedence:
            yield Finding(rule="", file=f"{source.folder}.toml", key="dataflow", message=message)
        for position, order in enumerate(precedence):
            if source.agreement not in order.agreements:
                key = f"precedence.{position}.agreements"
                yield Finding(rule="", file=path, key=key, message=message)
