"""What goes with the data of a network is in its languages: nothing of it is POP's Albanian."""

import json
import re

import pytest

from pop_analysis.commands import load, process
from pop_analysis.model import kept_model, load_model
from pop_analysis.model.own import own_declaration, own_words

STATUSES = """
done: {label: done, colour: "#1B7F5C", addressed: true}
dropped: {label: dropped, colour: "#5B2A86", addressed: false}
"""
MAPPING = """
- file: sheet.csv
  table: municipalities
  columns: {municipality: Who, name_sq: Who}
- file: sheet.csv
  table: contracts
  columns: {municipality: Who}
  constants: {cycle: 2023-2025}
- file: sheet.csv
  table: priorities
  columns: {municipality: Who, label: "No", title_sq: What}
  constants: {cycle: 2023-2025}
- file: sheet.csv
  table: assessments
  columns: {municipality: Who, label: "No", status: State}
  constants: {cycle: 2023-2025, monitoring_year: 1}
"""


def network(folder, *languages):
    (folder / "model" / "locale").mkdir(parents=True)
    said = f"short_name: Beacon\nname: Beacon\nlanguages: [{', '.join(languages)}]\n"
    (folder / "model" / "network.yml").write_text(said, encoding="utf-8")
    (folder / "model" / "statuses.yml").write_text(STATUSES, encoding="utf-8")
    for each in {*languages} - {"sq", "en"}:
        (folder / "model" / "locale" / f"{each}.yml").write_text(f"language: {each}\n", encoding="utf-8")
    (folder / "mapping.yml").write_text(MAPPING, encoding="utf-8")
    (folder / "sheet.csv").write_text("Who,No,What,State\nHomes,1,Build,done\n", encoding="utf-8")
    return folder


def texts(value, key=""):
    """Every text, with the key it stands under."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from texts(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each, key)
    elif isinstance(value, str):
        yield key, value


def albanian():
    """POP's Albanian texts that are no names, and not the same in English."""
    every = [*texts(own_declaration()), *(("sq", text) for _, text in texts(own_words("sq")))]
    english = {text for key, text in every if key == "en"} | {text for _, text in texts(own_words("en"))}
    return {
        text for key, text in every if key == "sq" and text not in english and re.search(r"[a-zë]{4}", text)
    }  # fmt: skip


@pytest.mark.parametrize("languages", [("en",), ("fr", "nl"), ("de",)], ids="-".join)
def test_nothing_that_goes_with_the_data_of_another_network_is_albanian(tmp_path, languages):
    data, folder = network(tmp_path / "raw", *languages), tmp_path / "tables"
    process(data, folder)
    pops = albanian()
    assert len(pops) > 1000
    for name in ("model.json", "datapackage.json", "findings.json"):
        kept = json.loads((folder / name).read_text(encoding="utf-8"))
        found = {text for _, text in texts(kept)} & pops
        assert not found, (name, sorted(found)[:5])
        assert not [text for key, text in texts(kept) if key == "sq"], name
    headings = " ".join(path.read_text(encoding="utf-8").splitlines()[0] for path in folder.glob("*.csv"))
    assert not re.search(r"[ëç]", headings)
    again = load(folder)
    assert again.model.languages == languages
    assert again.model.to_json() == load_model(data / "model").to_json()


def test_what_is_kept_says_all_that_was_declared(tmp_path):
    model = load_model(network(tmp_path, "fr", "nl") / "model")
    again = kept_model(model.to_json())
    for name, table in model.tables.items():
        assert list(again.tables[name].fields) == list(table.fields)
        for each in table.fields.values():
            own = again.tables[name].fields[each.id]
            for language in model.languages:
                assert own.header[language] == each.header[language]
                assert own.about[language] == each.about[language]
            assert own.offered == each.offered
    assert {code: kind.message for code, kind in again.findings.items()} == {
        code: kind.message for code, kind in model.findings.items()
    }


def test_pops_own_model_is_kept_as_it_is_declared():
    model = load_model()
    assert json.loads(model.to_json()) == json.loads(json.dumps(model.declared))
