"""Records (.json, .yml) are read like a flat sheet where mapping.yml says what they hold, and only there."""

import json

import pytest
import yaml

LINKS = ["https://a.example/1", "https://a.example/2"]
RECORDS = [
    {"town": "Lumas", "no": 1, "title": "Ujë", "now": {"verdict": "yes", "on": "2022-05-01"}, "links": LINKS},
    {"town": "Gurrë", "no": 1, "title": "Rrugë", "now": {"verdict": "partly", "on": "2022-05-02"}, "links": []},
    {"town": "Gurrë", "no": 2, "title": "Park", "now": {"verdict": "huh", "on": None}},
]
MAPPING = """
- file: pledges.*
  table: contracts
  columns: {municipality: town}
  constants: {cycle: 2019-2023}
- file: pledges.*
  table: priorities
  columns: {municipality: town, label: "no", title_sq: title}
  constants: {cycle: 2019-2023}
- file: pledges.*
  table: assessments
  columns: {municipality: town, label: "no", status: now.verdict, period: now.on}
  constants: {cycle: 2019-2023, monitoring_year: 1}
  terms: {status: {"yes": fully, partly: partially}}
- file: pledges.*
  table: evidence
  columns: {municipality: town, label: "no", url: links}
  constants: {cycle: 2019-2023, kind: web_page}
  split: {url: "|"}
"""


def as_json(held):
    return json.dumps(held, ensure_ascii=False)


def as_yaml(held):
    return yaml.safe_dump(held, allow_unicode=True, sort_keys=False)


@pytest.fixture
def folder(workbook):
    def write(text, name="pledges.json", mapping=MAPPING):
        place = workbook({}, kind="network")
        (place / name).write_text(text, encoding="utf-8")
        if mapping:
            (place / "mapping.yml").write_text(mapping.replace("pledges.*", name), encoding="utf-8")
        return place

    return write


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("pledges.json", as_json(RECORDS)),
        ("pledges.yml", as_yaml(RECORDS)),
        ("pledges.yaml", as_yaml({"pledges": RECORDS})),
        ("pledges.json", as_json({"version": 2, "pledges": RECORDS})),
    ],
)
def test_records_are_read_as_a_flat_sheet(folder, read, name, written):
    data = read(folder(written, name))
    assert data.priorities[["priority", "title_sq"]].values.tolist() == [
        ["gurre/2019-2023/1", "Rrugë"],
        ["gurre/2019-2023/2", "Park"],
        ["lumas/2019-2023/1", "Ujë"],
    ]
    assert data.assessments.set_index("priority")["status"].to_dict() == {
        "gurre/2019-2023/1": "partially",
        "lumas/2019-2023/1": "fully",
    }
    assert data.assessments["period_start"].dt.strftime("%Y-%m-%d").tolist() == ["2022-05-02", "2022-05-01"]
    assert data.evidence["url"].dropna().tolist() == ["https://a.example/1", "https://a.example/2"]


def test_what_is_wrong_is_told_at_the_record_a_row_below_the_keys(folder, read, found):
    assert ("ST-01", "pledges", "D4") in found(read(folder(as_json(RECORDS))))


@pytest.mark.parametrize(
    "text",
    [
        '[{"town": "Lumas"',
        "[1, 2]",
        "{}",
        '"text"',
        "[" * 100_000,
        '[{"a": ' + '{"b": ' * 60 + "1" + "}" * 60 + "}]",
        "[{}, 3]",
        "null",
    ],
)
def test_a_file_that_holds_no_records_costs_itself_alone(folder, read, text):
    data = read(folder(text))
    refused = data.findings.query("severity == 'refused'")
    assert refused[["code", "file"]].values.tolist() == [["FI-34", "pledges.json"]]
    assert not data.municipalities.empty


def test_a_yaml_bomb_is_refused(folder, read):
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
    refused = read(folder(bomb, "pledges.yml")).findings.query("severity == 'refused'")
    assert refused["code"].tolist() == ["FI-34"]


def test_records_no_entry_is_for_stay_unread(folder, read):
    data = read(folder(as_json([{"a": "b"}]), mapping=""))
    assert data.findings["code"].tolist().count("FI-23") == 1
    assert "FI-34" not in set(data.findings["code"])


def test_a_pattern_for_all_records_takes_no_settings_for_some(folder, read):
    place = folder(as_yaml(RECORDS), "pledges.yml")
    (place / "mapping.yml").write_text(MAPPING.replace("pledges.*", '"*.yml"'), encoding="utf-8")
    (place / "corrections.yml").write_text("[]\n", encoding="utf-8")
    data = read(place)
    assert len(data.assessments) == 2
    assert set(data.findings["file"]) <= {"pledges.yml", "network.xlsx", "./"}
