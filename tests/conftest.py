"""What the tests share: the real data, an invented network, and workbooks made for one test."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import settings
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from plain import plain_workbook

from pop_analysis.locale import options
from pop_analysis.model import Model, load_model
from pop_analysis.reading import Dataset, read_folder
from pop_analysis.reading.tables.frames import frame_of
from pop_analysis.site.browser import browser_if_any
from pop_analysis.synthetic import make_example
from pop_analysis.workbooks.template import filled_workbook, save_workbook

ROOT = Path(__file__).parents[1]
# A machine that others keep busy fails no test.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
TODAY = date(2025, 6, 1)
CYCLE = "2019-2023"
# The register of the made workbooks: invented places, with the forms a real register has.
MADE_REGISTER = (
    {"municipality": "lumas", "name_sq": "Lumas", "name_en": "Lumas", "aliases": "Lumasi; Lumasit"},
    {"municipality": "gurre", "name_sq": "Gurrë", "name_en": "Gurra", "aliases": "Gurra; Gurrës"},
    {"municipality": "ura-e-vjeter", "name_sq": "Ura e Vjetër", "name_en": "Ura e Vjetër", "aliases": "U.Vjetër"},
)
LETTERS = {"F": "fully", "P": "partially", "N": "not_addressed", "?": "unverifiable", "W": "withdrawn"}


@pytest.fixture(autouse=True)
def _language_of_nobody() -> Iterator[None]:
    """A notebook sets the language of its process: the next test is not to find it."""
    yield
    options.language = None


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="session")
def data() -> Dataset:
    """The real data set, read once."""
    return read_folder(ROOT / "data" / "raw")


@pytest.fixture(scope="session")
def example_folder(made_once: Callable[..., Path]) -> Path:
    """The workbooks of an invented network of 6 municipalities and 4 years, made once."""
    return made_once("example-of-6", lambda folder: make_example(folder, municipalities=6, years=4))


@pytest.fixture(scope="session")
def example(example_folder: Path) -> Dataset:
    """The invented network, read once."""
    return read_folder(example_folder)


@pytest.fixture
def read() -> Callable[[Path], Dataset]:
    """Read a folder as if it were the same day always."""
    return lambda folder: read_folder(folder, today=TODAY)


@pytest.fixture
def workbook(tmp_path: Path, workbook_in: Callable[[Path], Callable[..., Path]]) -> Callable[..., Path]:
    """Write a folder with ``network.xlsx`` and the workbook of a municipality; called again, one workbook more.

    ``rows`` are table → rows, each field → cell value, as a person types them. ``edit`` gets the workbook as
    openpyxl has it, before it is saved. With ``kind="network"`` the rows go into ``network.xlsx`` itself. A workbook
    nobody edits is plain: headings and rows, as in a file of anybody's. Four fifths of the time would go into the rest.
    """
    return workbook_in(tmp_path / "raw")


@pytest.fixture(scope="session")
def workbook_in(model: Model) -> Callable[[Path], Callable[..., Path]]:
    """The same in a folder of one's own."""
    made: dict[str, bytes] = {}

    def register_file(network: dict[str, Any], folder: Path) -> bytes:
        """The network's workbook with nothing but its register: made once, most tests need no other."""
        key = repr(network)
        if key not in made:
            save_workbook(plain_workbook(model, network), folder / "network.xlsx")
            made[key] = (folder / "network.xlsx").read_bytes()
        return made[key]

    def writer(folder: Path) -> Callable[..., Path]:
        def write(
            rows: Mapping[str, Iterable[Mapping[str, Any]]] | None = None,
            kind: str = "municipality",
            name: str = "lumas.xlsx",
            municipality: str = "Lumas",
            language: str = "sq",
            register: Iterable[Mapping[str, Any]] = MADE_REGISTER,
            edit: Callable[[Workbook], Any] | None = None,
        ) -> Path:
            folder.mkdir(exist_ok=True)
            network = {"workbook": [{"kind": "rrjeti", "synthetic": "po"}], "municipalities": list(register)}
            if kind == "network":
                name, rows = "network.xlsx", network | dict(rows or {})
            else:
                (folder / "network.xlsx").write_bytes(register_file(network, folder))
                rows = {"workbook": [{"kind": "bashki", "municipality": municipality}], **(rows or {})}
            book = filled_workbook(model, rows, kind, language) if edit else plain_workbook(model, rows, language)
            if edit:
                edit(book)
            save_workbook(book, folder / name)
            return folder

        return write

    return writer


@pytest.fixture
def contract() -> Callable[..., dict[str, list[dict[str, Any]]]]:
    """Rows of one contract with its priorities by title, to which a test adds its own."""

    def rows(*titles: str, **tables: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
        priorities = [
            {"cycle": CYCLE, "label": number, "title_sq": title}
            for number, title in enumerate(titles or ("Ujë i pijshëm", "Ndriçim rrugor"), start=1)
        ]
        return {"contracts": [{"cycle": CYCLE}], "priorities": priorities} | tables

    return rows


@pytest.fixture(scope="session")
def cell_of(model: Model) -> Callable[..., str]:
    """The address of a field's cell on its sheet: ``cell_of("assessments", "status")`` is F2."""
    return lambda table, field, row=2: f"{get_column_letter(list(model.tables[table].fields).index(field) + 1)}{row}"


@pytest.fixture
def found() -> Callable[[Dataset], set[tuple[str, str, str]]]:
    """What reading found, as (code, sheet, cell)."""
    return lambda data: set(data.findings[["code", "sheet", "cell"]].itertuples(index=False, name=None))


@pytest.fixture(scope="session")
def dataset(model: Model) -> Callable[..., Dataset]:
    """A data set from rows as the frames hold them: ``dataset(contracts=[{...}], ...)``."""

    def make(model: Model = model, **tables: Iterable[Mapping[str, Any]]) -> Dataset:
        return Dataset({name: frame_of(model.tables[name], rows) for name, rows in tables.items()}, model)

    return make


@pytest.fixture(scope="session")
def judged(dataset: Callable[..., Dataset]) -> Callable[..., Dataset]:
    """A data set from verdicts written as letters.

    ``judged({"lumas": {1: "FPN-"}})`` is a contract of four priorities, judged once: F fully, P partially, N not
    addressed, ? unverifiable, W withdrawn, - nothing on file. Other tables are added as rows.
    """

    def make(verdicts: Mapping[str, Mapping[int, str]], cycle: str = CYCLE, **tables: Any) -> Dataset:
        rows: dict[str, list[dict[str, Any]]] = {"contracts": [], "priorities": [], "assessments": []}
        for place, years in verdicts.items():
            own = {"municipality": place, "contract": f"{place}/{cycle}", "cycle": cycle}
            length = max(len(letters) for letters in years.values())
            rows["contracts"].append(own | {"priorities_total": length})
            for number in range(1, length + 1):
                key = own | {"priority": f"{place}/{cycle}/{number}"}
                rows["priorities"].append(key | {"number": number, "title_sq": f"P{number}", "theme": "water"})
                rows["assessments"] += [
                    key | {"monitoring_year": year, "status": LETTERS[letters[number - 1]]}
                    for year, letters in years.items()
                    if letters[number - 1] != "-"
                ]
        places = [{"municipality": place, "name_sq": place.title()} for place in verdicts]
        return dataset(**{"municipalities": places} | rows | tables)

    return make


@pytest.fixture(scope="session")
def observed(judged: Callable[..., Dataset]) -> Callable[..., Dataset]:
    """A data set from verdicts written as letters, as :func:`judged` makes it, with what says how long was observed.

    ``observed({"lumas": {1: "FPN-"}}, months={"lumas": 5})``: every contract observed for 12 months a year unless
    ``months`` says otherwise (None: not on file). ``declared`` sets how many priorities a contract has; ``themes``
    gives each priority of a municipality its theme.
    """

    def make(
        verdicts: Mapping[str, Mapping[int, str]],
        months: Mapping[str, int | None] | None = None,
        declared: Mapping[str, int] | None = None,
        themes: Mapping[str, list[str]] | None = None,
        **tables: Any,
    ) -> Dataset:
        reports = []
        start = pd.Timestamp("2020-01-01")
        for place, years in verdicts.items():
            length = (months or {}).get(place, 12)
            for year in years if length is not None else ():
                end = start + pd.DateOffset(months=length * year) - pd.Timedelta(days=1)
                own = {"municipality": place, "contract": f"{place}/2019-2023", "cycle": "2019-2023"}
                reports.append(own | {"monitoring_year": year, "period_start": start, "period_end": end})
        data = judged(verdicts, reports=reports, **tables)
        contracts, priorities = data.contracts.assign(observed_from=start), data.priorities
        for place, total in (declared or {}).items():
            contracts.loc[contracts["municipality"] == place, "priorities_total"] = total
        for place, names in (themes or {}).items():
            priorities.loc[priorities["municipality"] == place, "theme"] = names
        return Dataset({**data.tables, "contracts": contracts, "priorities": priorities}, data.model)

    return make


@pytest.fixture(scope="session")
def day() -> Callable[[str], pd.Timestamp]:
    """A day as the frames hold it."""
    return lambda text: pd.Timestamp(text)


@dataclass(frozen=True)
class Reports:
    """The pages of the real data, made once by the command a user types."""

    out: Path
    processed: Path
    exit_code: int

    @property
    def pages(self) -> list[Path]:
        return sorted(path for path in self.out.glob("*.html") if not path.name.startswith("index"))

    def of(self, *names: str) -> list[Path]:
        return [self.out / f"{name}-{language}.html" for name in names for language in ("sq", "en")]


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[..., Path]:
    """Fill a folder, by whichever worker comes first; the others wait for it."""
    parallel = hasattr(request.config, "workerinput")
    shared = tmp_path_factory.getbasetemp().parent if parallel else tmp_path_factory.getbasetemp()

    def fill(name: str, make: Callable[[Path], None]) -> Path:
        place, done, failed = (shared / f"{name}{end}" for end in ("", ".done", ".failed"))
        try:
            place.mkdir()
        except FileExistsError:
            while not done.exists():
                if failed.exists():
                    pytest.fail(f"{name} could not be made; another worker says why")
                time.sleep(0.2)
            return place
        try:
            make(place)
        except BaseException:
            failed.touch()
            raise
        done.touch()
        return place

    return fill


@pytest.fixture(scope="session")
def reports(made_once: Callable[..., Path]) -> Reports:
    """Every page of the real data, as the command makes them."""

    def make(place: Path) -> None:
        command = [sys.executable, "-m", "pop_analysis.cli", "report", "--data", ROOT / "data" / "raw"]
        command += ["--processed", place / "processed", "--out", place / "reports"]
        made = subprocess.run(command, cwd=ROOT, check=False)
        (place / "exit").write_text(str(made.returncode), encoding="utf-8")

    place = made_once("made", make)
    return Reports(place / "reports", place / "processed", int((place / "exit").read_text(encoding="utf-8")))


@pytest.fixture
def pinned_plotly(root: Path) -> None:
    """How much a page weighs is told only with the plotly whose small build the package holds (make test-latest)."""
    lines = (root / "constraints.txt").read_text(encoding="utf-8").split()
    held = next(line.split("==")[1] for line in lines if line.startswith("plotly=="))
    if held != version("plotly"):
        pytest.skip(f"plotly {version('plotly')} is installed, and not {held}")


# A real Chromium with every host blocked. In CI it must be there; elsewhere its absence is said loudly.

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    path = browser_if_any()
    if path is None:
        message = "NO BROWSER: the pages were not looked at. Install Chromium (Debian: apt-get install chromium)."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Opened:
    """A page as it was opened, and everything it did that it should not."""

    page: object
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def count(self, selector: str) -> int:
        return self.page.locator(selector).count()

    def open_folds(self) -> None:
        """Open every fold, and draw the charts in them."""
        self.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        _walk(self.page)


@pytest.fixture
def open_page(browser):
    """Open a file at a width, walk down it so that every chart comes near, and wait until all have been drawn."""
    contexts = []

    def open_(path: Path, width: int = 1280, **options) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        opened = Opened(page)
        context.route("**/*", lambda route: _only_files(route, opened))
        page.on("console", lambda said: opened.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        page.on("dialog", lambda dialog: opened.complaints.append(dialog.message))
        page.goto(path.as_uri())
        if options.get("java_script_enabled", True):
            _walk(page)
        return opened

    yield open_
    for context in contexts:
        context.close()


def _only_files(route, opened: Opened) -> None:
    if route.request.url.startswith(("file:", "data:", "blob:")):
        route.continue_()
    else:
        opened.requests.append(route.request.url)
        route.abort()


def _walk(page) -> None:
    """Go from chart to chart, as each is drawn only when it comes near, until all are drawn."""
    page.evaluate(
        """async () => {
            const next = () => document.querySelector('figure:has(script.figure):not([data-drawn], [data-failed])');
            for (const end = Date.now() + 60000; next();) {
                if (Date.now() > end) throw new Error('charts were still not drawn after a minute');
                next().scrollIntoView({ behavior: 'instant' });
                await new Promise((done) => setTimeout(done, 10));
            }
        }"""
    )


# A real LibreOffice. In CI it must be there; elsewhere its absence is said loudly.


@dataclass(frozen=True)
class LibreOffice:
    """LibreOffice without a window, with a profile of its own, and a Python that can speak to it."""

    office: str
    python: str
    profile: Path

    def type_in(self, path: Path, typed: Iterable[Mapping[str, str]], *save: Path) -> list[str]:
        """Open a workbook, type into cells as a person does, save it under each of ``save``; see ``typist.py``."""
        order = {"office": self.office, "profile": str(self.profile), "open": str(path), "typed": list(typed)}
        order["save"] = [str(each) for each in save]
        command = [self.python, str(ROOT / "tests" / "typist.py")]
        done = subprocess.run(
            command, input=json.dumps(order), capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def save_again(self, paths: Iterable[Path], folder: Path, ending: str = "xlsx") -> list[Path]:
        """Open workbooks and save each in ``folder``, as someone does who only looked."""
        profile = f"-env:UserInstallation={self.profile.as_uri()}"
        command = [self.office, profile, "--headless", "--convert-to", ending, "--outdir", str(folder)]
        paths = [str(path) for path in paths]
        subprocess.run([*command, *paths], capture_output=True, timeout=300, check=True)
        return sorted(folder.glob(f"*.{ending}"))


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    office = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)
    speaks = [path for path in ("/usr/bin/python3", sys.executable) if _has_uno(path)]
    if office is None or not speaks:
        missing = "LibreOffice" if office is None else "python3-uno"
        message = f"NO {missing}: no file was written by LibreOffice. apt-get install libreoffice-calc python3-uno"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return LibreOffice(office, speaks[0], tmp_path_factory.mktemp("libreoffice"))


def _has_uno(python: str) -> bool:
    if not Path(python).exists():
        return False
    return subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0
