"""What all kinds of artefacts share in SDMX-ML: names, notes, identification and references.

Three editions share a pen. 2.1 writes references as `Ref` elements, because some clients cannot
read URNs alone; 3.x knows nothing but URNs. 2.1 has `isFinal` and versions without extensions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from api.formats._naming import (
    UNVERSIONED,
    address_2_1,
    address_3,
    class_2_1,
    urn_2_1,
    urn_3,
    version_2_1,
)
from api.formats._xml import escape_attribute, escape_text
from api.model.artefact import Annotation, ItemScheme, Maintainable
from api.model.ref import ITEM_CLASSES, Link, Ref
from api.model.text import Text, filtered

Edition = Literal["2.1", "3.0", "3.1"]


@dataclass(frozen=True, slots=True)
class Pen:
    """How one answer is written: edition, languages to keep (all if none), address for stubs."""

    edition: Edition
    languages: tuple[str, ...] = ()
    base_url: str = ""
    #: Codelist extensions are to be written.
    raw: bool = False
    #: Codelists that a concept may name as its own; None for any.
    lists: frozenset[Ref] | None = None

    @property
    def old(self) -> bool:
        """Whether this is 2.1."""
        return self.edition == "2.1"

    def texts(self, element: str, text: Text) -> str:
        """One element per language. Names are never left out: see `filtered`."""
        if self.languages:
            text = filtered(text, self.languages)
        return "".join(
            f'<{element} xml:lang="{escape_attribute(tag)}">{escape_text(value)}</{element}>'
            for tag, value in text.items()
        )

    def annotations(self, annotations: Iterable[Annotation]) -> str:
        """`Annotations`, or nothing where there are none."""
        written = "".join(map(self._annotation, annotations))
        return f"<com:Annotations>{written}</com:Annotations>" if written else ""

    def _annotation(self, annotation: Annotation) -> str:
        title, value = annotation.title, annotation.value
        if self.old and not title:
            title, value = value, ""
        parts = [
            f"<com:Annotation{attribute('id', annotation.id)}>",
            element("com:AnnotationTitle", title),
            element("com:AnnotationType", annotation.type),
            element("com:AnnotationURL", annotation.url),
            self.texts("com:AnnotationText", annotation.text),
            "" if self.old else element("com:AnnotationValue", value),
            "</com:Annotation>",
        ]
        return "".join(parts)

    def names(self, annotations: Iterable[Annotation], name: Text, description: Text) -> str:
        """What every nameable thing starts with."""
        return (
            self.annotations(annotations)
            + self.texts("com:Name", name)
            + self.texts("com:Description", description)
        )

    def urn(self, link: Link) -> str:
        """URN, with the class names of the edition."""
        if self.old:
            return urn_2_1(link)
        if self.edition == "3.1" and link.kind == "categorisation":
            link = Link(link.kind, Ref(link.ref.agency, link.ref.id, "1.0"))
        return urn_3(link)

    def head(self, artefact: Maintainable) -> str:
        """Attributes of a maintainable artefact, with a space before each."""
        ref = artefact.ref
        parts = [
            f' id="{escape_attribute(ref.id)}" urn="{escape_attribute(self.urn(artefact.link))}"',
            f' agencyID="{escape_attribute(ref.agency)}"',
            self._version(artefact),
            attribute("validFrom", artefact.valid_from),
            attribute("validTo", artefact.valid_to),
        ]
        if artefact.is_external:
            where = artefact.structure_url or self._address(artefact)
            parts.append(f' isExternalReference="true"{attribute("structureURL", where)}')
        partial = artefact.is_partial or (self.old and self.raw)
        if partial and isinstance(artefact, ItemScheme):
            parts.append(' isPartial="true"')
        return "".join(parts)

    def _version(self, artefact: Maintainable) -> str:
        version = artefact.ref.version
        if self.old:
            final = "true" if artefact.is_final else "false"
            return f' version="{version_2_1(version)}" isFinal="{final}"'
        if self._unversioned(artefact.kind):
            return ""
        return f' version="{escape_attribute(version)}"'

    def _unversioned(self, kind: str) -> bool:
        """3.x gives organisation schemes no version, 3.1 categorisations neither."""
        return kind in UNVERSIONED or (self.edition == "3.1" and kind == "categorisation")

    def _address(self, artefact: Maintainable) -> str:
        return (address_2_1 if self.old else address_3)(artefact, self.base_url)

    def reference(self, name: str, link: Link) -> str:
        """An element that refers to an artefact or to an item of one."""
        if not self.old:
            return f"<{name}>{escape_text(self.urn(link))}</{name}>"
        ref, (package, class_) = link.ref, class_2_1(link.kind)
        version = version_2_1(ref.version)
        if link.item:
            place = (
                f'id="{escape_attribute(link.item)}" maintainableParentID="{ref.id}"'
                f' maintainableParentVersion="{version}"'
            )
            class_ = ITEM_CLASSES[link.kind]
        else:
            place = f'id="{escape_attribute(ref.id)}" version="{version}"'
        return (
            f'<{name}><Ref {place} agencyID="{ref.agency}" package="{package}" class="{class_}"/>'
            f"</{name}>"
        )

    def local(self, name: str, id: str) -> str:
        """An element that refers to something of the same artefact by its id."""
        if self.old:
            return f'<{name}><Ref id="{escape_attribute(id)}"/></{name}>'
        return f"<{name}>{escape_text(id)}</{name}>"


def attribute(name: str, value: str) -> str:
    """` name="value"`, or nothing for an empty value."""
    return f' {name}="{escape_attribute(value)}"' if value else ""


def element(name: str, value: str) -> str:
    """`<name>value</name>`, or nothing for an empty value."""
    return f"<{name}>{escape_text(value)}</{name}>" if value else ""
