"""What all kinds of artefacts share in SDMX-JSON: names, notes, identification and references.

Objects are dictionaries in the order of their properties; the message turns each artefact into
text at once. Empty properties are left out, the schemas want no empty lists.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from api.formats._naming import UNVERSIONED, address_2_1, address_3, urn_2_1, urn_3, version_2_1
from api.model.artefact import Annotation, ItemScheme, Maintainable
from api.model.ref import Link
from api.model.text import Text, best, filtered

Edition = Literal["1.0", "2.0", "2.1"]
Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Style:
    """How one answer is written. The first of `languages` that a text has is its `name`."""

    edition: Edition
    languages: tuple[str, ...] = ("en",)
    #: Keep only these languages in `names` too.
    filter_languages: bool = False
    base_url: str = ""
    raw: bool = False

    @property
    def old(self) -> bool:
        """Whether this is 1.0, which has the information model of SDMX 2.1."""
        return self.edition == "1.0"

    def text(self, property: str, text: Text) -> Object:
        """Best match under the property, all languages under its plural."""
        if not text:
            return {}
        kept = filtered(text, self.languages) if self.filter_languages else text
        return {property: best(text, self.languages), f"{property}s": dict(kept)}

    def annotations(self, annotations: Iterable[Annotation]) -> Object:
        """`annotations`, or nothing where there are none."""
        written = [self._annotation(annotation) for annotation in annotations]
        return {"annotations": written} if written else {}

    def _annotation(self, annotation: Annotation) -> Object:
        title, value = annotation.title, annotation.value
        if self.old and not title:
            title, value = value, ""
        found = {
            "id": annotation.id,
            "title": title,
            "type": annotation.type,
            "value": "" if self.old else value,
        }
        written: Object = {name: text for name, text in found.items() if text}
        written.update(self.text("text", annotation.text))
        if annotation.url:
            written["links"] = [{"rel": "self", "href": annotation.url}]
        return written

    def names(self, annotations: Iterable[Annotation], name: Text, description: Text) -> Object:
        """What every nameable thing has."""
        return {
            **self.text("name", name),
            **self.text("description", description),
            **self.annotations(annotations),
        }

    def urn(self, link: Link) -> str:
        """URN, with the class names of the edition."""
        return urn_2_1(link) if self.old else urn_3(link)

    def head(self, artefact: Maintainable) -> Object:
        """What every maintainable artefact starts with."""
        ref, kind = artefact.ref, artefact.kind
        written: Object = {"id": ref.id}
        if self.old:
            written["version"] = version_2_1(ref.version)
        else:
            written["version"] = "1.0" if kind in UNVERSIONED else ref.version
        written["agencyID"] = ref.agency
        if self.old:
            written["isFinal"] = artefact.is_final
        if artefact.is_external:
            written["isExternalReference"] = True
        if isinstance(artefact, ItemScheme) and (artefact.is_partial or (self.old and self.raw)):
            written["isPartial"] = True
        dates = {"validFrom": artefact.valid_from, "validTo": artefact.valid_to}
        written.update((name, date) for name, date in dates.items() if date)
        written.update(self.names(artefact.annotations, artefact.name, artefact.description))
        written["links"] = [self._self(artefact)]
        return written

    def _self(self, artefact: Maintainable) -> Object:
        """Self link. That of a stub tells where the whole is, SDMX-JSON has no structureURL."""
        link: Object = {"rel": "self", "type": artefact.kind, "urn": self.urn(artefact.link)}
        if artefact.is_external:
            address = address_2_1 if self.old else address_3
            link["href"] = artefact.structure_url or address(artefact, self.base_url)
        return link


def present(**properties: Any) -> Object:
    """The properties that are not empty lists."""
    return {name: value for name, value in properties.items() if value != []}
