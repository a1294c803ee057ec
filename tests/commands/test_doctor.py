"""The doctor finds what is missing and says how to get it."""

import sys

import pytest

from pop_analysis.commands import doctor


@pytest.fixture(autouse=True)
def runs_nothing(monkeypatch):
    """What has nothing to do with running a notebook waits (``tests/end_to_end/test_engines_of_doctor.py``)."""
    monkeypatch.setattr(sys.modules[doctor.__module__], "_engines", list)


def by_name():
    return {check.name: check for check in doctor()}


def test_where_these_tests_run_nothing_needed_is_missing(project):
    missing = [check for check in doctor() if check.needed and not check.good]
    assert missing == []


def test_it_looks_at_python_packages_kernel_exporter_charts_and_programs(project):
    names = by_name()
    assert {"Python", "pandas", "papermill", "Jupyter kernel python3", "nbconvert exporter pop-report"} <= names.keys()
    assert {"plotly.min.js", "notebooks", "workbooks", "Chromium", "LibreOffice"} <= names.keys()
    assert not any("extra" in name for name in names)


def test_what_is_missing_comes_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    names = by_name()
    assert not names["workbooks"].good
    assert "pop-analysis example" in names["workbooks"].advice
    assert not names["Chromium"].good
    assert not names["Chromium"].needed
    assert "CHROMIUM" in names["Chromium"].advice


@pytest.mark.parametrize("place", ["named", "installed", "playwright"])
def test_the_doctor_finds_the_browser_pages_are_printed_with(place, tmp_path, monkeypatch):
    from pop_analysis.site.browser import browser_if_any

    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert browser_if_any() is None
    assert not by_name()["Chromium"].good
    there = {"installed": "bin/chromium", "playwright": "playwright/chromium-1200/chrome-linux/chrome"}
    browser = tmp_path / there.get(place, "my-browser")
    browser.parent.mkdir(parents=True, exist_ok=True)
    browser.touch(mode=0o755)
    if place == "named":
        monkeypatch.setenv("CHROMIUM", str(browser))
    assert browser_if_any() == str(browser)
    assert by_name()["Chromium"].good


def test_a_kernel_that_is_missing_is_needed(monkeypatch):
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    def nothing_there(manager, name):
        raise NoSuchKernel(name)

    monkeypatch.setattr(KernelSpecManager, "get_kernel_spec", nothing_there)
    kernel = by_name()["Jupyter kernel python3"]
    assert (kernel.good, kernel.needed) == (False, True)
    assert "ipykernel install" in kernel.advice
