"""What a check has to reach, and whether it was certainly reached."""

from dataclasses import dataclass

from verify.checking.judging.tally import Tally
from verify.checking.result import Result


@dataclass(frozen=True)
class Gate:
    """What a check has to reach: certified ulps, multiples of the condition envelope."""

    max_ulps: float | None = None
    max_envelope: float | None = None

    def passed(self, result: Result) -> bool:
        """Certainly reached at every input that counts. What is undecided or was not judged is not certain,
        and where nothing is certified nothing passes, also without a limit."""
        tally = result.tally
        if result.subject.unsupported or not tally.certified or result.unsteady or not result.complete:
            return False
        if self.max_ulps is None and self.max_envelope is None:
            return True
        return not (tally.failed or tally.undecided) and self._reached(tally)

    def _reached(self, tally: Tally) -> bool:
        ulps = self.max_ulps is None or tally.most_ulps <= self.max_ulps
        return ulps and (self.max_envelope is None or tally.multiple <= self.max_envelope)
