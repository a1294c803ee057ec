"""The raw workbooks as plain rows: openpyxl, the headings of the template, and nothing of the package.

It reads workbooks as the template makes them, filled in as a careful person fills them in. What reading does with
careless ones is tested elsewhere: here only the counting is.
"""

import calendar
import re
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import openpyxl

SCALE = ("fully", "partially", "not_addressed")
ADDRESSED = ("fully", "partially")
LIMITS = {
    "colour": 3,
    "bundling": 10,
    "theme": 5,
    "coverage": 0.8,
    "confidence": 0.95,
    "percent": 10,
    "flow": 30,
    "others": 3,
    "each_of_others": 3,
    "filled_dot": 3,
    "order": 10,
    "direction": 6,
    "priorities_for_alpha": 30,
}
SHEETS = {
    "Rreth skedarit": "about",
    "Bashkitë": "register",
    "Anëtarët": "members",
    "Kontratat": "contracts",
    "Prioritetet": "priorities",
    "Vlerësimet": "assessments",
    "Raportet": "reports",
    "Provat": "evidence",
    "Nota e qytetarëve": "scores",
    "Aktivitetet": "activities",
    "Fushatat": "campaigns",
    "Hapat e fushatave": "stages",
    "Deklaratat": "statements",
    "Anketa": "survey",
    "Shifra të botuara": "figures",
    "Viti me fjalë": "accounts",
    "Mospërputhjet": "contradictions",
}
MONTHS = (
    "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
    "january february march april may june july august september october november december",
)
MONTH = {name: number for names in MONTHS for number, name in enumerate(names.split(), start=1)}
STATUSES = {
    "adresuar plotësisht": "fully",
    "adresuar pjesërisht": "partially",
    "nuk është adresuar": "not_addressed",
    "i paverifikueshëm": "unverifiable",
    "hequr nga kontrata": "withdrawn",
    "fully addressed": "fully",
    "partially addressed": "partially",
    "not addressed": "not_addressed",
    "unverifiable": "unverifiable",
    "withdrawn": "withdrawn",
}
TYPES = {
    "forum publik": "public_forum",
    "nënshkrim i kontratës": "contract_signing",
    "prezantim i kontratës": "contract_presentation",
    "fokus grup": "focus_group",
    "takim me bashkinë": "municipality_meeting",
    "mbledhje e Këshillit Bashkiak": "council_session",
    "prezantim i raportit": "report_publication",
    "konferencë": "conference",
    "trajnim": "training",
    "video": "video",
}
STAGES = {
    "petition": "Peticion",
    "meeting": "Takim",
    "council": "Miratim",
    "in_budget": "Në buxhet",
    "contracted": "Kontraktuar",
    "paid": "Paguar",
    "delivered": "Realizuar",
}
SPEAKERS = {
    "qytetarë": "citizens",
    "të rinj": "youth",
    "votues për herë të parë": "first_time_voters",
    "zyrtarë të bashkisë": "officials",
    "rrjeti POP": "network",
}
THEMES = {
    "Transparencë dhe pjesëmarrje": "transparency-participation",
    "Infrastrukturë": "infrastructure",
    "Ujë dhe kanalizime": "water",
    "Mjedis dhe mbetje": "environment-waste",
    "Transport publik": "transport",
    "Strehim": "housing",
    "Arsim": "education",
    "Shëndet dhe siguri": "health",
    "Shërbime sociale": "social-services",
    "Barazi gjinore dhe dhuna në familje": "gender-violence",
    "Të rinjtë": "youth",
    "Kulturë dhe sport": "culture-sport",
    "Ekonomi dhe punësim": "economy-employment",
    "Transparency and participation": "transparency-participation",
    "Infrastructure": "infrastructure",
    "Water and sewerage": "water",
    "Environment and waste": "environment-waste",
    "Public transport": "transport",
    "Housing": "housing",
    "Education": "education",
    "Health and safety": "health",
    "Social services": "social-services",
    "Gender equality and domestic violence": "gender-violence",
    "Youth": "youth",
    "Culture and sport": "culture-sport",
    "Economy and employment": "economy-employment",
}
METRICS = {
    "prioritete gjithsej": "priorities_total",
    "bashki gjithsej": "municipalities_total",
    "të adresuara plotësisht": "share_fully",
    "të adresuara pjesërisht": "share_partially",
    "të paadresuara": "share_not",
    "të adresuara (plotësisht ose pjesërisht)": "share_addressed",
    "fokus grupe": "focus_groups",
    "forume publike": "public_forums",
    "takime me përfaqësues të bashkive": "municipality_meetings",
    "mbledhje të Këshillit Bashkiak të monitoruara": "council_sessions_monitored",
    "fushata advokuese": "advocacy_campaigns",
    "çështje në buxhetin e vitit 2022": "advocacy_issues_in_2022_budget",
    "video me drejtues të bashkive": "videos_with_municipal_leaders",
    "raporte monitoruese": "monitoring_reports",
    "Kontrata Sociale": "social_contracts",
}


class Span(NamedTuple):
    """A date as far as it is known: its first and its last day."""

    first: date
    last: date

    @property
    def month(self) -> str | None:
        months = {f"{day:%Y-%m}" for day in self}
        return months.pop() if len(months) == 1 else None


def span_of(value) -> Span | None:
    """A cell with a date, a month, a year, or a period."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return Span(value.date(), value.date())
    text = str(value).strip().lower()
    if "–" in text:
        first, last = (span_of(end) for end in text.split("–"))
        return Span(first.first, last.last) if first and last else None
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        day = date(int(found[3]), int(found[2]), int(found[1]))
        return Span(day, day)
    if found := re.fullmatch(r"(\D+?) (\d{4})", text):
        month, year = MONTH[found[1]], int(found[2])
        return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    return Span(date(int(text), 1, 1), date(int(text), 12, 31))


def only_years(value) -> bool:
    """Whether a cell with a date or a period says no months: 2019, or 2019–2020."""
    return bool(re.fullmatch(r"\d{4}(\s*–\s*\d{4})?", str(value).strip()))


def months(first, last) -> int | None:
    return None if not first or not last else (last.year - first.year) * 12 + last.month - first.month + 1


def cycle_of(value) -> str | None:
    return None if value is None else str(value).replace("–", "-").strip()


def label_of(value) -> str:
    """The number of a priority as text: 4, 1.5; or its title."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value if value is not None else "").strip()


def rows_of(sheet) -> list[dict]:
    """The rows under the heading that hold anything, by heading, with their number in the sheet."""
    numbered = enumerate(sheet.iter_rows(values_only=True), start=1)
    filled = [(number, row) for number, row in numbered if any(each not in (None, "") for each in row)]
    return [dict(zip(filled[0][1], row, strict=True)) | {"#": number} for number, row in filled[1:]]


class Raw(NamedTuple):
    """All rows of a folder by sheet, each with the code of the municipality it is about (None: the network)."""

    sheets: dict[str, list[dict]]
    keepers: dict[str, set[str]]
    rows: list[tuple[str | None, int]]
    codes: dict[str, str]

    def unreadable(self) -> set[tuple[str, int]]:
        """The file and row of each verdict whose status is none."""
        return {(row["file"], row["#"]) for row in self["assessments"] if row["Statusi"] not in STATUSES}

    def __getitem__(self, sheet: str) -> list[dict]:
        return self.sheets[sheet]


def read(folder: Path) -> Raw:
    """Read every workbook of a folder."""
    books = {
        path: {
            SHEETS[sheet.title]: rows_of(sheet)
            for sheet in openpyxl.load_workbook(path, read_only=True)
            if sheet.title in SHEETS
        }
        for path in sorted(folder.glob("*.xlsx"))
    }
    codes = {}
    for book in books.values():
        for row in book.get("register", []):
            names = [row["Kodi"], row["Emri"], row.get("Emri në anglisht"), *str(row.get("Shkruhet edhe")).split(";")]
            codes |= {str(name).strip(): row["Kodi"] for name in names if name}
    sheets: dict[str, list[dict]] = {name: [] for name in SHEETS.values()}
    keepers: dict[str, set[str]] = {}
    counts = []
    for path, book in books.items():
        about = book["about"][0]
        own = codes.get(str(about["Bashkia"]).strip()) if about["Bashkia"] else None
        counts.append((own, sum(map(len, book.values()))))
        if about["E mban"]:
            keepers.setdefault(own, set()).add(about["E mban"])
        for name, rows in book.items():
            for row in rows:
                typed = codes.get(str(row.get("Bashkia") or "").strip())
                about_it = {"file": path.name, "place": typed or own, "cycle": cycle_of(row.get("Kontrata"))}
                sheets[name].append(row | about_it)
    for row in sheets["members"]:
        keepers.setdefault(row["place"], set()).add(row["Organizata"])
    return Raw(sheets, keepers, counts, codes)
