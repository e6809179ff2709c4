"""Do all references of a bundle lead to a resource in it, and is every address there once?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pt_chart.exchange.fhir.elements import Json


def reference_problems(bundle: Json) -> tuple[str, ...]:
    """Every doubtful reference or address in words, with the path of its place."""
    entries = [one for one in bundle.get("entry", []) if isinstance(one, dict)]
    known: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    for entry in entries:
        for address in addresses(entry):
            known[address] += 1
            kinds[address] = str(entry.get("resource", {}).get("resourceType", ""))
    found = [f"{address}: stands {n} times" for address, n in known.items() if n > 1]
    for number, entry in enumerate(entries):
        for path, reference in references(entry.get("resource"), f"entry[{number}].resource"):
            found += _doubts(path, reference, kinds)
    return tuple(found)


def addresses(entry: Json) -> Iterator[str]:
    """What an entry is called by: its full URL, and type and id where the URL is not a UUID."""
    resource = entry.get("resource")
    full = entry.get("fullUrl")
    if isinstance(full, str) and full:
        yield full
    if isinstance(resource, dict) and isinstance(resource.get("id"), str):
        short = f"{resource.get('resourceType')}/{resource['id']}"
        if short != full:
            yield short


def references(part: object, path: str) -> Iterator[tuple[str, Json]]:
    """Every Reference below a part, with its path; contained ones ("#...") are left out."""
    waiting: list[tuple[object, str]] = [(part, path)]
    while waiting:
        here, place = waiting.pop()
        if isinstance(here, dict):
            target = here.get("reference")
            if isinstance(target, str) and not target.startswith("#"):
                yield place, here
            waiting += [(inner, f"{place}.{name}") for name, inner in here.items()]
        elif isinstance(here, list):
            waiting += [(inner, f"{place}[{n}]") for n, inner in enumerate(here)]


def _doubts(path: str, reference: Json, kinds: dict[str, str]) -> list[str]:
    target = reference["reference"]
    if target not in kinds:
        return [f"{path}: {target} is not in this bundle"]
    said = reference.get("type")
    if said and said != kinds[target]:
        return [f"{path}: {target} is a {kinds[target]}, not a {said}"]
    return []
