"""The last hook before a commit: no space at line ends, one line end at the end, no mark of a merge left over.

``python -m tests.hygiene FILE…`` mends what can be mended and says which files it changed.
"""

import re
import sys
from pathlib import Path

MERGE_MARK = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)


def mended(text: str) -> str:
    """The text without space at line ends and with one line end at its end.

    >>> mended("one  \\ntwo\\n\\n")
    'one\\ntwo\\n'
    """
    lines = [line.rstrip() for line in text.split("\n")]
    return "\n".join(lines).rstrip("\n") + "\n" if text.strip() else text


def main(paths: list[str]) -> int:
    """Mend each file; 1 when something was wrong with one."""
    wrong = 0
    for path in map(Path, paths):
        text = path.read_bytes().decode("utf-8", errors="surrogateescape")
        if MERGE_MARK.search(text):
            print(f"{path}: a mark of a merge is left over")
            wrong = 1
        if path.suffix != ".ipynb" and (better := mended(text)) != text:
            path.write_bytes(better.encode("utf-8", errors="surrogateescape"))
            print(f"{path}: mended")
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
