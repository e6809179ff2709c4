"""A bundle under construction: every resource gets an address that follows from its own id."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID, uuid5

from pt_chart.exchange.fhir.elements import Json, pruned, words

_ADDRESSES = UUID("6a0e1c52-6b3f-5b0e-9d2d-0d5b7c1b4d11")


@dataclass(slots=True)
class BundleParts:
    """The resources so far, in order, and who the patient is."""

    patient_id: str
    entries: list[Json] = field(default_factory=list)
    _placed: set[str] = field(default_factory=set)

    def address(self, kind: str, own_id: str) -> str:
        """The UUID of a resource: the same for the same record at every export."""
        return str(uuid5(_ADDRESSES, f"{kind}/{self.patient_id}/{own_id}"))

    def reference(self, kind: str, own_id: str, display: str = "") -> Json:
        """A reference to a resource of this bundle."""
        target = f"urn:uuid:{self.address(kind, own_id)}"
        return pruned({"reference": target, "type": kind, "display": words(display)})

    def has(self, kind: str, own_id: str) -> bool:
        """Whether a resource was put in already."""
        return self.address(kind, own_id) in self._placed

    def put(self, kind: str, own_id: str, **content: object) -> Json:
        """Put a resource in, without its empty parts, and return a reference to it."""
        address = self.address(kind, own_id)
        self._placed.add(address)
        resource = {"resourceType": kind, "id": address, **pruned(content)}
        self.entries.append({"fullUrl": f"urn:uuid:{address}", "resource": resource})
        return self.reference(kind, own_id)
