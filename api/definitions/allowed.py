"""The Allowed constraint of a dataflow: which codes and classifications its table takes.

In a file a classification is named by its header (`AGE_AGGREGATE`) and stands for all its codes;
what is no such header is a code.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from api.definitions.kind import Built, Deferred
from api.model.artefact import Component, CubeRegion, DataConstraint, ItemScheme, Maintainable
from api.model.ref import Link, Ref
from api.model.report import Finding
from api.model.text import Text

_NAME = {"en": "Codes allowed: {}", "vi": "Mã được phép: {}"}


def allowed(
    flow: Ref, name: Text, limits: Mapping[str, list[str]], components: tuple[Component, ...]
) -> Built:
    """The constraint, made once the codelists of the limited dimensions are there.

    `limits` is dimension -> headers or codes. Dimensions where all codes are allowed are left out.
    """
    lists = {
        component.id: component.representation.codelist
        for component in components
        if component.role == "dimension" and component.representation.codelist
    }
    if unknown := [id for id in limits if id not in lists]:
        message = f"{unknown[0]!r} is not a coded dimension of {flow}"
        return Finding(rule="UNKNOWN-DIMENSION", key=f"allowed.{unknown[0]}", message=message)
    needs = {Link("codelist", lists[id]): f"allowed.{id}" for id in limits}

    def make(known: Mapping[Link, Maintainable]) -> Iterator[Built]:
        values: dict[str, tuple[str, ...]] = {}
        for id in (id for id in lists if id in limits):
            codelist = known[Link("codelist", lists[id])]
            assert isinstance(codelist, ItemScheme)  # noqa: S101 - the link's kind says so
            codes = [item.id for item in codelist.items]
            if id != "MEASURE":  # a rule looks at it with the units
                yield from _unknown(id, limits[id], codes, codelist.ref)
            chosen = tuple(code for code in codes if _is_of(code, limits[id]))
            if len(chosen) < len(codes):
                values[id] = chosen
        yield DataConstraint(
            ref=Ref(flow.agency, f"CR_{flow.id}", flow.version),
            name={tag: _NAME.get(tag, _NAME["en"]).format(text) for tag, text in name.items()},
            role="Allowed",
            attachment=(Link("dataflow", flow),),
            regions=(CubeRegion(values=values),),
        )

    return Deferred(needs=needs, make=make)


def _is_of(code: str, limits: list[str]) -> bool:
    return any(code == limit or code.startswith(f"{limit}_") for limit in limits)


def _unknown(id: str, limits: list[str], codes: list[str], ref: Ref) -> Iterator[Finding]:
    for limit in limits:
        if not any(_is_of(code, [limit]) for code in codes):
            near = get_close_matches(limit, codes, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield Finding(
                rule="UNKNOWN-CODE",
                key=f"allowed.{id}",
                value=limit,
                message=f"{ref} has no code {limit!r}{hint}",
            )
