"""How to cite a dataflow as it is now: in words, BibTeX and CSL JSON, with an address that stays.

The address asks for the figures as of the last release (`asOf`), so that it finds the same ones
later. CSL: citeproc-js data schema 1.0; BibTeX: @misc with the fields of biblatex's @dataset.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.model.artefact import DataProviderScheme, ProvisionAgreement
from api.model.source import HO_CHI_MINH
from api.model.structure import Structure
from api.resources.published import Published
from api.resources.shape import Shape


class Citation(Shape):
    """One citation in three forms."""

    dataflow: str
    text: str
    bibtex: str
    csl: dict[str, Any]
    """One item of CSL JSON."""
    url: str
    """Address of the figures as of the last release."""
    as_of: datetime | None
    """Instant of the last release; null where there was none."""


_PUBLISHER = {
    "en": "Viet Nam International Labour Migration Statistics (ILMS)",
    "vi": "Thống kê di cư lao động quốc tế Việt Nam (ILMS)",
}
_DATASET = {"en": "data set", "vi": "bộ dữ liệu"}


def citation(dataflow: str, published: Published) -> Citation:
    """The citation of a dataflow; NoResults if there is none."""
    structure = published.structure(dataflow)
    flow = structure.dataflow
    releases = published.store.visible([flow.ref])
    as_of = max((one.valid_from for one in releases), default=None)
    url = _address(structure, as_of, published)
    publisher = published.say(_PUBLISHER)
    issued = as_of.astimezone(HO_CHI_MINH) if as_of else None
    work = _Work(
        id=f"{flow.ref.id}-{issued:%Y%m%d}" if issued else flow.ref.id,
        title=published.say(flow.name),
        authors=tuple(_providers(structure, published)) or (publisher,),
        publisher=publisher,
        version=str(flow.ref),
        url=url,
        issued=issued,
    )
    year = f" ({issued.year})" if issued else ""
    return Citation(
        dataflow=flow.ref.id,
        text=(
            f"{'; '.join(work.authors)}{year}. {work.title} "
            f"[{published.say(_DATASET)} {flow.ref}]. {publisher}. {url}"
        ),
        bibtex=_bibtex(work),
        csl=_csl(work),
        url=url,
        as_of=as_of,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What every form of a citation says."""

    id: str
    title: str
    authors: tuple[str, ...]
    publisher: str
    version: str
    url: str
    #: In Viet Nam's time.
    issued: datetime | None


def _address(structure: Structure, as_of: datetime | None, published: Published) -> str:
    ref = structure.dataflow.ref
    path = f"{published.base_url}/rest/v2/data/dataflow/{ref.agency}/{ref.id}/{ref.version}/*"
    return f"{path}?asOf={as_of:%Y-%m-%dT%H:%M:%S.%fZ}" if as_of else path


def _providers(structure: Structure, published: Published) -> list[str]:
    """Names of who provided what is published, each once, in order of first release."""
    flow = structure.dataflow.ref
    names: dict[str, None] = {}
    agreements = {
        one.ref: one
        for one in published.registry.of_kind("provisionagreement")
        if isinstance(one, ProvisionAgreement)
    }
    for release in published.store.visible([flow]):
        if agreement := agreements.get(release.agreement):
            scheme = published.registry.get(agreement.provider)
            if isinstance(scheme, DataProviderScheme):
                names[published.say(scheme.by_id()[agreement.provider.item].name)] = None
    return list(names)


def _bibtex(work: _Work) -> str:
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in work.authors),
        "title": f"{{{_tex(work.title)}}}",
        "publisher": _tex(work.publisher),
        "version": _tex(work.version),
        "year": str(work.issued.year) if work.issued else "",
        "date": f"{work.issued:%Y-%m-%d}" if work.issued else "",
        "url": work.url,
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{work.id},\n{lines}\n}}\n"


def _tex(text: str) -> str:
    """Text with TeX's special characters escaped."""
    escaped = "".join(f"\\{one}" if one in "&%$#_{}" else one for one in text)
    return escaped.replace("~", "\\textasciitilde{}").replace("^", "\\textasciicircum{}")


def _csl(work: _Work) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": work.id,
        "type": "dataset",
        "title": work.title,
        "author": [{"literal": name} for name in work.authors],
        "publisher": work.publisher,
        "version": work.version,
        "URL": work.url,
    }
    if day := work.issued:
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    return item
