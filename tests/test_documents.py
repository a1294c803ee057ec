"""The documents say what is so: the site builds, every link leads somewhere, every command runs as it stands."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import pop_analysis as pop


@pytest.fixture(scope="module")
def site(root, made_once):
    """The documentation site, built as ``make site`` builds it."""

    def build(place):
        command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "--quiet", "-b", "html"]
        command += ["-d", place / "doctrees", root / "docs", place / "html"]
        built = subprocess.run(command, capture_output=True, text=True, check=False)
        assert built.returncode == 0, built.stderr

    return made_once("site", build) / "html"


def test_the_site_is_built_without_a_warning_and_asks_no_host_for_anything(site):
    # What a browser would fetch by itself: not the links a reader follows.
    fetching = re.compile(
        r"""<(?:script|img|iframe|source|object|embed)\b[^>]*\b(?:src|data|srcset)=["'](?:https?:)?//"""
        r"""|<link\b(?=[^>]*\brel=["'](?:stylesheet|icon|preload|preconnect|dns-prefetch))[^>]*\bhref=["'](?:https?:)?//"""
        r"""|@import\s+(?:url\()?["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//""",
    )
    looked_at = [path for path in site.rglob("*") if path.suffix in (".html", ".css", ".js")]
    assert len(looked_at) > 20
    asking = {path.name: found[0] for path in looked_at if (found := fetching.findall(path.read_text("utf-8")))}
    assert asking == {}
    assert fetching.search('<script src="https://cdn.example/x.js">')


def test_the_document_of_the_library_holds_every_public_name_once(root):
    text = (root / "docs" / "api.md").read_text(encoding="utf-8")
    named = re.findall(r"^\.\. auto(?:function|class):: (\w+)", text, re.MULTILINE)
    assert sorted(named) == sorted(set(pop.__all__) - {"exhibits", "Exhibit"})  # these stand in the part on exhibits
    assert ".. automodule:: pop_analysis.exhibits\n" in text
