"""A process that has ended before its work was done: why, and what it had to say last."""

from __future__ import annotations

import errno
import os
import signal

from pop_analysis.locale import languages_meant, sentence

# How Python, the loader of libraries, and libraries that do not look what they got say that there is no memory.
SIGNS = (
    *("MemoryError", "can't start new thread", "failed to map segment", "annot allocate memory"),
    *("rror return without exception set", "esource temporarily unavailable"),
)
LONGEST = 4000  # bytes of what it said that are kept


class ProcessEnded(RuntimeError):
    """A process the program needs has ended.

    ``what`` it was is ``zygote``, ``asked`` or ``started``: a key of ``machine.ended`` in ``locale/``.

    Attributes
    ----------
    reason
        One line: what is known of why.
    said
        The end of what it had to say on stderr.
    for_want_of_memory
        Whether that is the likeliest: it was killed, or said so.
    """

    def __init__(self, what: str, status: int | None = None, said: str = "") -> None:
        super().__init__(what, status, said)
        self.what, self.status, self.said = what, status, said
        self.for_want_of_memory = status is None or status < 0 or any(sign in said for sign in SIGNS)

    @property
    def reason(self) -> str:
        return self.in_language("en")

    def in_language(self, language: str) -> str:
        why = _why(self.status, self.said, language)
        return sentence("machine.ended.said", language, what=sentence(f"machine.ended.{self.what}", language), why=why)

    def told(self, then: str) -> str:
        """Return it, and what is done ``then`` (``fresh``, ``another``), in all languages of the program."""
        said = (f"{self.in_language(each)} {sentence(f'machine.ended.{then}', each)}" for each in languages_meant())
        return "\n".join(said)

    def __str__(self) -> str:
        return self.reason


def is_want_of_memory(error: BaseException) -> bool:
    """Whether an error says, in one of the ways it is said, that there was not enough memory."""
    none_left = isinstance(error, OSError) and error.errno in (errno.ENOMEM, errno.EAGAIN)
    return none_left or isinstance(error, MemoryError) or any(sign in str(error) for sign in SIGNS)


def end_of(said: int) -> str:
    """Return the end of what stands in a file, by its descriptor; where others write in it does not move."""
    length = os.fstat(said).st_size
    return os.pread(said, LONGEST, max(0, length - LONGEST)).decode(errors="replace")


def _why(status: int | None, said: str, language: str) -> str:
    if status is not None and status < 0:
        name = signal.Signals(-status).name if -status in set(signal.Signals) else str(-status)
        return sentence("machine.ended.killed", language, signal=name)
    if any(sign in said for sign in SIGNS):
        return sentence("machine.ended.memory", language)
    lines = said.strip().splitlines()
    return lines[-1].strip() if status and lines else sentence("machine.ended.perhaps", language)
