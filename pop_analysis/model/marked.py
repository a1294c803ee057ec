"""YAML that is read with the line of every key, so that what is wrong can be told at its place."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import islice
from typing import Any, NamedTuple

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path = tuple[Hashable, ...]
MOST = 100_000  # keys and entries of one file


class Unreadable(ValueError):
    """A text is no YAML of the plain kind; ``line`` is where, 0 where that is not known."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(why, line)
        self.why, self.line = why, line


class Marked(NamedTuple):
    """What a text declares, the line of every key and entry, and the keys that stand twice: path, line, first line."""

    value: Any
    lines: dict[Path, int]
    twice: list[tuple[Path, int, int]]


def parse(text: str) -> Any:
    """Give what a text declares, without lines: for files of the program itself."""
    return yaml.load(text, Loader=LOADER)  # noqa: S506 — a safe loader


def marked(text: str, kind: Any = LOADER) -> Marked:
    r"""Read a text and note where each key stands. Raises :class:`Unreadable`.

    >>> found = marked("complete:\n  adressed: false\n")
    >>> found.value, found.lines[("complete", "adressed")]
    ({'complete': {'adressed': False}}, 2)
    """
    try:
        loader = kind(text)
        root = loader.get_single_node()
        if root is None:
            return Marked(None, {}, [])
        places = list(islice(_places(root, (), loader, ()), MOST + 1))
        if len(places) > MOST:  # by & and * ten lines could stand for a thousand million
            raise Unreadable(f"more than {MOST} keys")
        value = loader.construct_document(root)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, Unreadable):
            raise
        if kind is not yaml.SafeLoader:  # the slow one reads some texts more, and says better why it does not
            return marked(text, yaml.SafeLoader)
        mark = getattr(error, "problem_mark", None)
        raise Unreadable(str(getattr(error, "problem", None) or error), mark.line + 1 if mark else 0) from error
    lines: dict[Path, int] = {}
    twice = []
    for path, line in places:
        if path in lines:
            twice.append((path, line, lines[path]))
        lines.setdefault(path, line)
    return Marked(value, lines, twice)


def _places(node: yaml.Node, path: Path, loader: Any, above: tuple[yaml.Node, ...]) -> Iterator[tuple[Path, int]]:
    """Where every key and entry below ``node`` stands, in the order of the text."""
    if isinstance(node, yaml.ScalarNode):
        return
    if node in above:
        raise Unreadable("a part that holds itself", node.start_mark.line + 1)
    above = (*above, node)
    if isinstance(node, yaml.MappingNode):
        for key, each in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise Unreadable("a key that is no plain word", key.start_mark.line + 1)
            here = (*path, loader.construct_object(key))
            yield here, key.start_mark.line + 1
            yield from _places(each, here, loader, above)
    else:
        for number, each in enumerate(node.value):
            here = (*path, number)
            yield here, each.start_mark.line + 1
            yield from _places(each, here, loader, above)
