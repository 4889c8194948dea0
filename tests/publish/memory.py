"""A store in memory, as far as publishing needs one: current figures by agreement, and a log."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime

from api.model.ref import Ref
from api.model.release import Changes, Draft, Figure, Observation, Release
from api.publish.reading import Place

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Memory:
    """Releases in the order they came."""

    def __init__(self) -> None:
        self.figures: dict[Ref, dict[Place, Observation]] = {}
        self.dataflows: dict[Ref, Ref] = {}
        self.drafts: list[Draft] = []
        self.releases: list[Release] = []

    def preview(self, draft: Draft) -> Changes:
        held = self.figures.get(draft.agreement, {})
        old = {place: (one.value, one.attributes) for place, one in held.items()}
        new = {(one.key, one.period): (one.value, one.attributes) for one in draft.observations}
        same = sum(old.get(place) == content for place, content in new.items())
        inserted = len(new.keys() - old.keys())
        gone = sum(place in old for place in draft.deletions)
        return Changes(inserted, len(new) - inserted - same, gone, same)

    def release(self, draft: Draft, valid_from: datetime | None) -> Release:
        changes = self.preview(draft)
        held = self.figures.setdefault(draft.agreement, {})
        held |= {(one.key, one.period): one for one in draft.observations}
        for place in draft.deletions:
            assert place[1] is not None
            held.pop((place[0], place[1]), None)
        self.dataflows[draft.agreement] = draft.dataflow
        self.drafts.append(draft)
        self.releases.append(
            Release(
                id=len(self.releases) + 1,
                agreement=draft.agreement,
                dataflow=draft.dataflow,
                valid_from=valid_from or NOW,
                recorded=NOW,
                file=draft.file,
                sha256=draft.sha256,
                definitions=draft.definitions,
                changes=changes,
                reason=draft.reason,
            )
        )
        return self.releases[-1]

    def public(self, dataflow: Ref) -> Iterator[Figure]:
        for draft in self.drafts:
            if draft.dataflow == dataflow:
                for one in draft.observations:
                    status = "C" if "C" in one.attributes else ""
                    yield Figure(draft.agreement, one.key, one.period, one.value, status)

    def current(self, dataflow: Ref, keys: Collection[tuple[str, ...]]) -> Iterator[Figure]:
        for agreement, held in self.figures.items():
            if self.dataflows[agreement] == dataflow:
                for (key, period), one in held.items():
                    if key in keys:
                        yield Figure(agreement, key, period, one.value)
