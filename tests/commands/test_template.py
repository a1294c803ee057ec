"""A template is a new workbook the reader takes without a word."""

import openpyxl
import pytest

from pop_analysis.commands import WrongUse, template, validate


@pytest.mark.parametrize(("language", "sheet"), [(None, "Prioritetet"), ("en", "Priorities")])
def test_a_template_as_it_comes_has_nothing_wrong(project, language, sheet):
    path = template("data/raw/new.xlsx", municipality="Lumëbardhë", language=language)
    assert sheet in openpyxl.load_workbook(path).sheetnames
    assert validate(path)["code"].tolist() == ["EX-01", "FI-25"]  # its examples are not counted, there is no more


@pytest.mark.parametrize(
    ("path", "data", "verdict"),
    [
        ("tarnwick.xlsx", "beacon", "kept"),
        ("beacon/tarnwick.xlsx", None, "kept"),
        ("beacon/fier.xlsx", "data/raw", "adresuar plotësisht"),
        ("fier.xlsx", None, "adresuar plotësisht"),
    ],
)
def test_a_template_offers_the_verdicts_of_the_folder_it_is_for(project, path, data, verdict):
    declared = project / "beacon" / "model"
    declared.mkdir(parents=True)
    (declared / "network.yml").write_text("short_name: Beacon\nname: {en: Beacon}\nlanguages: [en]\n")
    (declared / "statuses.yml").write_text(
        "kept: {label: {en: kept}, colour: '#1B7F5C'}\nbroken: {label: {en: broken}, colour: '#5B2A86'}\n"
    )
    guide = openpyxl.load_workbook(template(path, data=data)).worksheets[0]
    said = {cell.value for row in guide.iter_rows() for cell in row}
    assert said & {"kept", "adresuar plotësisht"} == {verdict}


def test_a_file_that_is_there_is_never_written_over(tmp_path):
    (tmp_path / "a.xlsx").write_text("mine")
    with pytest.raises(WrongUse, match="there already"):
        template(tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_text() == "mine"


@pytest.mark.parametrize(
    ("path", "asked"),
    [("a.xls", {}), ("a.xlsx", {"language": "xx"}), ("a.xlsx", {"kind": "bashki"}), ("a.xlsx", {"data": "nowhere"})],
)
def test_what_there_is_no_template_for_is_refused(tmp_path, path, asked):
    with pytest.raises(WrongUse):
        template(tmp_path / path, **asked)
    assert not list(tmp_path.iterdir())


def test_a_municipality_the_network_does_not_know_is_refused_with_the_nearest_that_it_does(project):
    with pytest.raises(WrongUse, match=r"(?s)Did you mean “Lumëbardhë”\?.*into network.xlsx first"):
        template("new.xlsx", municipality="Lumbardhë")
    template("alias.xlsx", municipality="Bashkia Lumëbardha")
    (project / "beacon" / "model").mkdir(parents=True)  # another network, without a register: every name may be right
    template("a.xlsx", municipality="Lumbardhë", data="beacon")
