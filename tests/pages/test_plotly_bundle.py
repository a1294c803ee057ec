"""plotly.js in a page: the small build where it draws all of the page, the whole one elsewhere."""

import hashlib

import pytest
import yaml

from pop_analysis.pages.plotly_bundle import BASIC, build_for, kinds_of_traces, plotly_source, version_of


def test_the_small_build_is_the_one_that_was_recorded():
    recorded = yaml.safe_load((BASIC.parent / "source.yml").read_text(encoding="utf-8"))
    assert hashlib.sha256(BASIC.read_bytes()).hexdigest() == recorded["sha256"]
    assert version_of("basic") == recorded["version"]


def test_the_small_build_is_of_the_installed_version(pinned_plotly):
    held = "the pages are four times as large while these differ; run: make plotly"
    assert version_of("basic") == version_of("whole"), held


def test_the_whole_of_plotly_travels_where_the_small_build_could_not_draw_a_chart(pinned_plotly):
    assert build_for([]) == build_for(["bar", "scatter", "pie"]) == "basic"
    assert build_for(["bar", "sankey"]) == "whole"
    moving = {"data": [{"type": "bar"}], "frames": [{"data": [{"type": "heatmap"}]}]}
    assert build_for(kinds_of_traces(moving)) == "whole"


def test_a_small_build_of_another_version_is_not_used(monkeypatch):
    versions = {"basic": "4.1.1", "whole": "4.2.0"}
    monkeypatch.setattr("pop_analysis.pages.plotly_bundle.version_of", versions.get)
    assert build_for(["bar"]) == "whole"


@pytest.mark.parametrize("build", ["basic", "whole"])
def test_the_kinds_of_traces_are_those_the_build_itself_knows(build):
    source = plotly_source(build).decode("utf-8")
    known = [kind for kind in ("scatter", "bar", "pie", "heatmap", "sankey") if f'name:"{kind}",' in source]
    assert known == ["scatter", "bar", "pie"] + ["heatmap", "sankey"] * (build == "whole")
