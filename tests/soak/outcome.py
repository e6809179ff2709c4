"""What a part of the soak found."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """``counts`` in the order they were made; ``faults`` is empty when all is well."""

    part: str
    counts: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    skipped: str = ""

    def add(self, name: str, number: int = 1) -> None:
        """Count something."""
        self.counts[name] = self.counts.get(name, 0) + number

    def lines(self) -> list[str]:
        """For the report."""
        if self.skipped:
            return [f"{self.part}: not run: {self.skipped}"]
        told = ", ".join(f"{number:,} {name}" for name, number in self.counts.items())
        verdict = f"{len(self.faults)} FAULTS" if self.faults else "no fault"
        return [f"{self.part}: {verdict}: {told}", *(f"  {fault}" for fault in self.faults[:20])]
