"""Names of files and folders that are no UTF-8: each has a name of its own, and none stops us."""

import json
import sys

import pytest

from pop_analysis.model.text import as_text

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
NAMES = ("a\udceb.xlsx", "a\udce7.xlsx")


def written(data):
    """Everything a person or a file would get of it, as UTF-8."""
    frames = (data.findings, data.balance, data.provenance)
    return json.dumps([frame.to_dict("records") for frame in frames], ensure_ascii=False).encode().decode()


def test_two_names_stay_two_and_the_balance_is_that_of_each(workbook, contract, read):
    folder = workbook(contract("Ujë"), name=NAMES[0])
    workbook(contract("Rrugë", "Park"), name=NAMES[1], municipality="Gurrë")
    data = read(folder)
    assert data.findings.empty
    rows = data.balance.query("table == 'priorities'").set_index("file")[["read", "counted", "rejected"]]
    assert rows.T.to_dict("list") == {r"a\xeb.xlsx": [1, 1, 0], r"a\xe7.xlsx": [2, 2, 0]}
    assert written(data)


def test_what_lies_beside_the_workbooks_is_told_whatever_it_is_called(workbook, contract, read):
    folder = workbook(contract())
    (folder / "letr\udceb.pdf").write_bytes(b"%PDF-1.7")
    (folder / "libri.\udceb").write_bytes((folder / "lumas.xlsx").read_bytes())
    (folder / "viti\udce7").mkdir()
    (folder / "viti\udce7" / NAMES[0]).write_bytes((folder / "lumas.xlsx").read_bytes())
    data = read(folder)
    told = data.findings[["code", "file"]].values.tolist()
    assert sorted(told) == [["FI-01", r"letr\xeb.pdf"], ["FI-20", "viti\\xe7/"], ["FI-21", r"libri.\xeb"]]
    assert "a\\xeb.xlsx" in data.findings.query("code == 'FI-20'")["message_sq"].item()
    assert written(data)


def test_a_name_without_such_bytes_stays_as_it_is_and_no_two_become_one():
    assert as_text("Vau i Dejës.xlsx") == "Vau i Dejës.xlsx"
    every = {as_text(f"a{chr(0xDC80 + number)}") for number in range(128)} | {as_text("a\ud83d")}
    assert len(every) == 129
    assert all(name.encode() for name in every)
