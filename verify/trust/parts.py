"""The parts of a self-test, as plain data: what was checked, and what was found wrong."""

from dataclasses import dataclass

MOST = 3  # of what is wrong, told in words


@dataclass(frozen=True)
class Found:
    """unanswered: where the other means had no answer; wrong: the rest that failed, the first told."""

    name: str
    checks: int
    unanswered: int = 0
    wrong: int = 0
    says: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, answers: list[str | None]) -> "Found":
        """An answer a check: empty where all is well, what is wrong, None where there was no opinion."""
        wrong = [answer for answer in answers if answer]
        return cls(name, len(answers), answers.count(None), len(wrong), tuple(wrong[:MOST]))

    def __add__(self, other: "Found") -> "Found":
        return Found(
            self.name,
            self.checks + other.checks,
            self.unanswered + other.unanswered,
            self.wrong + other.wrong,
            (*self.says, *other.says)[:MOST],
        )

    @property
    def is_sound(self) -> bool:
        """Nothing is wrong, and something was answered."""
        return not self.wrong and self.unanswered < self.checks
