"""The documents of the command line and of the claims, made from help texts and from the list of quantities.

``python -m pop_analysis.cli.documentation docs`` writes them; a test keeps them equal to what they are made from.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from pop_analysis.cli import main
from pop_analysis.exhibits.quantities import documented

MADE = "<!-- Made from the help texts: `make docs`. Do not edit. -->\n"
ABOUT = """\
`pop-analysis COMMAND --help` says the same in the terminal. Every command ends with 0 when all is well, with 1 when
something a person must look at was found, with 2 when it was used wrongly.

Commands that have `--language` speak Albanian and English (another network: its own languages). A language that is not
given is the network's first one, for POP Albanian. These help texts are English only.
"""
WIDTH = 100


def command_line() -> str:
    """Return the help text of every command as Markdown.

    >>> "## pop-analysis validate" in command_line()
    True
    """
    parts = ["# Command line", MADE, ABOUT]
    for context in _contexts(main, "pop-analysis", None):
        parts += [f"## {context.command_path}\n", f"```text\n{context.command.get_help(context)}\n```\n"]
    return "\n".join(parts).rstrip() + "\n"


def _contexts(command: click.Command, name: str, parent: click.Context | None) -> Iterator[click.Context]:
    context = command.context_class(command, parent, name, terminal_width=WIDTH, **command.context_settings)
    yield context
    if isinstance(command, click.Group):
        for inner in sorted(command.commands):
            yield from _contexts(command.commands[inner], inner, context)


def write(folder: Path) -> Iterator[Path]:
    """Write the documents into ``folder``: of the command line, and of what the numbers of the pages count."""
    for name, text in (("cli.md", command_line()), ("claims.md", documented())):
        path = folder / name
        path.write_text(text, encoding="utf-8")
        yield path


if __name__ == "__main__":
    for written in write(Path(sys.argv[1])):
        print(written)
