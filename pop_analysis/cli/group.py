"""The group all commands join, how a command ends that was used wrongly, and the lines several of them print."""

from __future__ import annotations

import errno
import io
import signal
import string
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

import pop_analysis
from pop_analysis.choices import WrongUse
from pop_analysis.locale import SPOKEN, Nouns, in_every_language, in_nouns, languages_meant, sentence, speaking
from pop_analysis.runner.import_path import import_path
from pop_analysis.runner.process_ended import ProcessEnded, is_want_of_memory

if TYPE_CHECKING:
    import pandas as pd

    from pop_analysis.model import Model, WrongDeclaration

P = ParamSpec("P")
R = TypeVar("R")
FOLDER = click.Path(file_okay=False, path_type=Path)


class Place(click.Path):
    """A folder, or the address of a store (``s3://bucket/folder``), which stays the text it is."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if isinstance(value, str) and "://" in value else super().convert(value, param, ctx)


PLACE = Place(file_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
TYPED = "pop_analysis.typed"  # where a context keeps what was typed
ENDED_BY = 128  # what a shell adds to the number of the signal that ended a command
# What to do about it, by what the system says: a key under ``machine`` in the locale.
ADVICE = {
    "no_room": (errno.ENOSPC, errno.EFBIG, errno.EDQUOT),
    "too_many": (errno.EMFILE, errno.ENFILE),
    "no_place": (
        *(errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOENT, errno.ENAMETOOLONG, errno.ELOOP),
        *(errno.EACCES, errno.EPERM, errno.EROFS),
    ),
}
NAMED = {"jobs": 1, "files": 1024}  # what needs least memory; as many open files as are always enough
COLOURS = {"made": "green", "kept": "blue", "failed": "red", "note": "blue", "rejected": "yellow"}
COLOURS |= {"blanked": "yellow", "refused": "red", "declared": "red"}
# What was found, the gravest first: a heading for each severity, and what is said when there is nothing to mend.
SEVERITIES = ("declared", "refused", "rejected", "blanked", "note")


class InItsWords(click.HelpFormatter):
    """Help in the words of the network the command is about: marks of nouns stand in the texts."""

    def write_text(self, text: str) -> None:
        super().write_text(in_nouns(text, "en", nouns_here()))

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        nouns = nouns_here()
        super().write_dl([(name, in_nouns(text, "en", nouns)) for name, text in rows], col_max, col_spacing)


class Asked(click.Context):
    """What was typed after a command; help is given before anything of it is read."""

    formatter_class = InItsWords


class Command(click.Command):
    """A command that remembers what was typed after it."""

    context_class = Asked

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[TYPED] = list(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run it; what is said in every language is said in those of the network it is about."""
        with speaking(languages_here):
            return super().invoke(ctx)


class Group(click.Group):
    """A group of such commands."""

    context_class = Asked
    command_class = Command
    group_class = type


def nouns_here() -> Nouns | None:
    """What the network is called to speak of whose folder was typed, or in whose project we are; None for POP.

    Of a declaration that cannot be read the nouns are those of a network that names none.
    """
    try:
        model = _model_here()
    except (WrongUse, ValueError, OSError):
        return {}
    return model.nouns if model else None


def languages_here() -> tuple[str, ...]:
    """The languages of that network; all of the program where its declaration cannot be read."""
    try:
        model = _model_here()
    except (WrongUse, ValueError, OSError):
        return SPOKEN
    return model.languages if model else SPOKEN


def _model_here() -> Model | None:
    """The declaration of the network whose folder was typed, or in whose project we are; None for POP's own."""
    from pop_analysis.commands.places import model_folder_of, raw_folder
    from pop_analysis.model import load_model

    here = click.get_current_context(silent=True)
    words = here.meta.get(TYPED, ()) if here else ()
    values = (each.partition("=")[2] if each.startswith("--") else each for each in words)  # --data=folder
    typed = [Path(each) for each in values if each and "\0" not in each]
    folders = [*typed, *(each.parent for each in typed if each.suffix), raw_folder()]
    own = (model_folder_of(place) for place in folders if place.is_dir())
    folder = next(filter(None, own), None)
    return load_model(folder) if folder else None


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(pop_analysis.__version__, prog_name="pop-analysis")
def main() -> None:
    """From a network's spreadsheets of <full_contracts> to pages people trust.

    \b
    Begin with an invented network:
      pop-analysis example data/raw
      pop-analysis report
    and open reports/index.html.
    """  # noqa: D301 — click leaves the lines after \b as they are
    sys.path[:] = import_path()
    for stream in (sys.stdout, sys.stderr):  # a name may hold what no terminal can show
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


class Ended(KeyboardInterrupt):
    """A signal that asks this process to end: it is met as Ctrl-C is."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def ended_as_by_a_person() -> Iterator[None]:
    """Take SIGTERM (a system that shuts down) and SIGHUP (a terminal that is closed) as Ctrl-C is taken.

    Where somebody has them ignored (nohup) they stay ignored.
    """

    def end(number: int, _frame: FrameType | None) -> None:
        raise Ended(number)

    asked = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    main_thread = threading.current_thread() is threading.main_thread()  # signals are its to set
    taken = [each for each in asked if main_thread and signal.getsignal(each) == signal.SIG_DFL]
    for each in taken:
        signal.signal(each, end)
    try:
        yield
    finally:
        for each in taken:
            signal.signal(each, signal.SIG_DFL)


def careful(command: Callable[P, R]) -> Callable[P, R]:
    """End a command that was used wrongly with its message and 2, one that was interrupted with 130.

    One that was asked to end by SIGTERM ends with 143, by SIGHUP with 129, both as cleanly.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with ended_as_by_a_person():
                return command(*args, **kwargs)
        except (WrongUse, FileNotFoundError, FileExistsError) as error:
            if explained := explanation_of(error):  # the system's own message, and none of ours
                raise click.ClickException(explained) from error
            raise click.UsageError(str(error)) from error
        except ValueError as error:
            from pop_analysis.model import WrongDeclaration

            if not isinstance(error, WrongDeclaration):
                raise
            show_faults(error)
            sys.exit(1)
        except KeyboardInterrupt as end:
            with suppress(OSError):  # of a terminal that was closed
                click.echo("\n" + in_every_language("commandline.stopped"), err=True)
            sys.exit(ENDED_BY + (end.number if isinstance(end, Ended) else signal.SIGINT))
        except Exception as error:
            if (explained := explanation_of(error)) is None:
                raise
            raise click.ClickException(explained) from error

    return run


def explanation_of(error: Exception) -> str | None:
    """Return what happened and what to do where it is the machine that failed; of a fault of ours, nothing."""
    if isinstance(error, ProcessEnded):
        do = "no_memory" if error.for_want_of_memory else "again"
        return f"{error}.\n{in_every_language(f'machine.{do}', **NAMED)}"
    if is_want_of_memory(error):
        return in_every_language("machine.no_memory", **NAMED)
    if isinstance(error, OSError) and error.errno not in (None, errno.EPIPE):  # that is for click: nobody listens
        do = next((advice for advice, said in ADVICE.items() if error.errno in said), "again")
        why = f"{error.strerror} ({error.filename})" if error.filename else error.strerror
        told = ((each, sentence(f"machine.{do}", each, **NAMED)) for each in languages_meant())
        return "\n".join(sentence("machine.system", each, why=why, do=advice) for each, advice in told)
    if isinstance(error, ImportError):
        why = f"{type(error).__name__}: {error}"
        try:
            return in_every_language("machine.missing", why=why)
        except ImportError:  # what the words themselves are read with
            how = "pip install --force-reinstall pop-analysis"
            return f"{why}. Install it again: {how}\nInstalojeni sërish: {how}"
    return None


LONG, IN_SEVERAL, MOST_WIDESPREAD = 30, 3, 8  # lines of a list that is long; files; what is said of them at most


def line_of(finding: dict[Any, str], language: str) -> str:
    """A finding as one line: where, what to do, and its code."""
    return lines_of([finding], language)[0]


def lines_of(found: Iterable[dict[Any, str]], language: str) -> list[str]:
    """Findings as lines: where, what to do, and the code. What is so of many cells of a file is said once.

    >>> place = {"file": "a.xlsx", "sheet": "Vlerësimet", "code": "CE-03", "message_en": "Fill it in."}
    >>> lines_of([place | {"cell": cell} for cell in ("F2", "F3", "F7")], "en")
    ['a.xlsx › Vlerësimet!F2:F3, F7: Fill it in. [CE-03]']
    """
    same: dict[tuple[str, str, str], list[dict[Any, str]]] = {}
    for each in found:
        same.setdefault((each["file"], each["code"], each[f"message_{language}"]), []).append(each)
    return [
        f"{' › '.join(filter(None, (file, _inside(every))))}: {message} [{code}]"
        for (file, code, message), every in same.items()
    ]


def _inside(found: Iterable[dict[Any, str]]) -> str:
    """Where in their file findings stand: sheets with their cells, cells below one another as a range."""
    sheets: dict[str, list[str]] = {}
    for each in found:
        sheets.setdefault(each["sheet"], []).append(each["cell"])
    return "; ".join(f"{sheet}!{_ranges(cells)}" if any(cells) else sheet for sheet, cells in sheets.items())


def _ranges(cells: Iterable[str]) -> str:
    """Cells in few words: F2, F3 and F4 are F2:F4."""
    parts: list[list[str]] = []
    for column, row in sorted(
        {(cell.rstrip(string.digits), int(cell.lstrip(string.ascii_letters) or 0)) for cell in cells}
    ):
        if parts and parts[-1][-1] == f"{column}{row - 1}":
            parts[-1][1:] = [f"{column}{row}"]
        else:
            parts.append([f"{column}{row}"])
    return ", ".join(":".join(part) for part in parts)


def said(key: str, language: str, **words: Any) -> str:
    """A sentence of the command line in ``language``, in the network's words; in English where it has none."""
    return sentence(f"commandline.{key}", language, nouns_here(), **words)


def show_findings(findings: pd.DataFrame, language: str) -> None:
    """Print every finding under the heading of its severity, then in one line how many there are."""
    headings = headings_of(findings)
    for severity in SEVERITIES:
        lines = lines_of(findings[headings == severity].to_dict("records"), language)
        if lines:
            click.echo(said(severity, language, n=len(lines)))
        for line in lines:
            click.secho(f"  {line}", fg=COLOURS[severity])
    if same := widespread(findings[findings["severity"] != "note"], language):
        click.echo(said("widespread", language))
        for line in same:
            click.echo(f"  {line}")
    click.echo(summary_of(findings, language))


def widespread(findings: pd.DataFrame, language: str) -> list[str]:
    """Of a long list, what is to be mended in several files in the same words: most files first.

    Whoever keeps the workbooks together may mend it once, by a word of the network or a line to everybody.
    """
    by_message = findings.groupby(["code", f"message_{language}"], sort=False)["file"]
    counts = by_message.agg(files="nunique", places="size").query("files >= @IN_SEVERAL").reset_index()
    if len(lines_of(findings.to_dict("records"), language)) < LONG:
        return []
    most = counts.sort_values(["files", "places"], ascending=False, kind="stable").head(MOST_WIDESPREAD)
    return [
        said("in_files", language, files=files, places=places, message=f"{message} [{code}]")
        for code, message, files, places in most.itertuples(index=False)
    ]


def show_faults(wrong: WrongDeclaration) -> None:
    """Print what is wrong with a declaration, as ``validate`` does: nothing is read until it is mended."""
    language = wrong.languages[0]
    click.echo(said("declared", language, n=len(wrong.faults)), err=True)
    for fault in wrong.faults:
        click.secho(f"  {fault.said(language)}", fg=COLOURS["refused"], err=True)
    click.echo(where_to_read(language), err=True)


def headings_of(findings: pd.DataFrame) -> pd.Series:
    """Under which heading each finding stands: its severity, but for faults that keep a folder from being read."""
    of_all = findings["code"].str.startswith("DC-") & (findings["severity"] == "refused")
    return findings["severity"].mask(of_all, "declared")


def summary_of(findings: pd.DataFrame, language: str) -> str:
    """How many things there are of each severity, in one line; what is so of many cells is one."""
    headings = headings_of(findings)
    counts = {name: len(lines_of(findings[headings == name].to_dict("records"), language)) for name in SEVERITIES}
    parts = [said(name, language, n=count) for name, count in counts.items() if count]
    nothing_to_mend = not any(counts[name] for name in SEVERITIES if name != "note")
    return " · ".join([said("good", language)] * nothing_to_mend + parts) + "."


def coloured(text: str, status: str) -> str:
    """Put ``text`` into the colour of ``status``."""
    return click.style(text, fg=COLOURS[status])


def where_to_read(*languages: str) -> str:
    """Return where the errors people meet are explained, in ``languages``; by default in those of the network."""
    from pop_analysis.commands.places import document, shown

    known = dict.fromkeys((said("reading", each), said("reading_on", each)) for each in languages or languages_meant())
    return " · ".join(f"{title}: {shown(document(name))}" for title, name in known)
