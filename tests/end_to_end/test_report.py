"""The whole path on the real data: one command, 30 pages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import pop_analysis as pop

PROJECT = Path(__file__).parents[2]


def test_one_command_makes_every_page_of_the_real_data(reports):
    assert reports.exit_code == 0
    places = 12 * ["municipality"] + ["network", "evidence", "annual-review-2021"]
    assert len(reports.pages) == 2 * len(places)
    assert (reports.out / "index.html").exists()


def test_every_page_is_whole_light_and_says_its_language(reports):
    for path in reports.pages:
        text = path.read_text(encoding="utf-8")
        language = path.stem.rsplit("-", 1)[1]
        assert text.rstrip().endswith("</html>"), path.name
        assert f'<html lang="{language}">' in text, path.name
        assert len(re.findall(r"<h1[ >]", text)) == 1, path.name
        assert path.stat().st_size < 2_200_000, path.name
        assert 'class="failure"' not in text, path.name
        assert 'class="left-out"' not in text, path.name


def test_every_page_has_a_title_of_its_own_and_leads_to_itself_in_the_other_language(reports):
    titles = {}
    for path in reports.pages:
        text, (name, language) = path.read_text(encoding="utf-8"), path.stem.rsplit("-", 1)
        other = f"{name}-{'en' if language == 'sq' else 'sq'}.html"
        assert re.findall(r'<link rel="alternate" hreflang="\w+" href="([^"]*)"', text) == [other]
        (title,) = re.findall(r"<h1>([^<]*)</h1>", text)
        assert titles.setdefault((language, title), path.name) == path.name


def test_every_page_prints_the_version_of_data_method_and_programs(reports):
    described = json.loads((reports.processed / "datapackage.json").read_text(encoding="utf-8"))
    assert (
        json.loads((reports.out / "manifest.json").read_text(encoding="utf-8"))["data_version"] == described["version"]
    )
    for path in reports.pages:
        text = path.read_text(encoding="utf-8")
        made_of = described["stamps"].get(path.stem[: -len("-sq")].removeprefix("municipality-"), described)
        assert f"<dd>{made_of['version']}</dd>" in text, path.name
        assert f"pop-analysis {pop.__version__}" in text, path.name


def test_nothing_published_names_a_folder_of_the_machine(reports):
    forbidden = [str(PROJECT), str(Path.home()), str(reports.out), str(reports.processed)]
    published = [path for path in reports.out.rglob("*") if path.suffix in (".html", ".ipynb", ".json")]
    assert len(published) > 28 * 2
    for path in published:
        text = path.read_text(encoding="utf-8")
        assert not [each for each in forbidden if each in text], path.name


def test_no_page_loads_anything_from_a_host(reports):
    loads = re.compile(
        r"<(?:script|img|iframe|source|embed|object)\b[^>]*\b(?:src|data)\s*=|@import|<link\b[^>]*stylesheet"
    )
    for path in reports.pages:
        text = re.sub(
            r'<script type="application/[^>]*>.*?</script>', "", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        assert not loads.search(text), path.name


def test_the_review_of_2021_regenerates_the_newsletter_with_its_links(reports):
    text = (reports.out / "annual-review-2021-sq.html").read_text(encoding="utf-8")
    newsletter = (PROJECT / "tests" / "end_to_end" / "newsletter_links.txt").read_text(encoding="utf-8").split()
    assert len(newsletter) >= 30
    assert [link for link in newsletter if link.replace("&", "&amp;") not in text] == []


@pytest.mark.parametrize(
    ("language", "with_the_support"), [("sq", "me mbështetjen e Qeverisë Suedeze"), ("en", "the Swedish Government")]
)
def test_the_review_names_those_who_support_the_network(reports, language, with_the_support):
    text = (reports.out / f"annual-review-2021-{language}.html").read_text(encoding="utf-8")
    donors = ("Olof Palme International Center", with_the_support, "National Endowment for Democracy")
    assert [donor for donor in donors if donor not in text] == []


def test_a_municipality_with_nothing_judged_says_so_honestly(reports):
    text = (reports.out / "municipality-kukes-en.html").read_text(encoding="utf-8")
    assert "the monitoring report is public, its verdicts are not on file" in text
    assert "0 of" not in text.split('class="hero"')[1].split("<section")[0]


def test_the_same_data_give_the_same_bytes(reports, tmp_path):
    again = pop.report(
        data=PROJECT / "data" / "raw",
        processed=tmp_path / "processed",
        out=tmp_path / "reports",
        municipalities=["fier"],
        notebooks=["municipality"],
        jobs=1,
        progress=False,
    )
    assert [result.status for result in again] == ["made", "made"]
    for language in ("sq", "en"):
        name = f"municipality-fier-{language}.html"
        assert (tmp_path / "reports" / name).read_bytes() == (reports.out / name).read_bytes()
