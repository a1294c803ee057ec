"""A cell that says more than its column asks: a reason behind the status, several priorities in one row."""

import pytest

F, P, N = "adresuar plotësisht", "adresuar pjesërisht", "nuk u adresua"
CYCLE = "2019-2023"


@pytest.fixture
def verdicts(workbook, contract, read):
    """Read rows of verdicts, each with what the test says and the rest as usual."""

    def read_rows(*rows, **more):
        usual = {"cycle": CYCLE, "label": 1, "monitoring_year": 1, "status": F}
        return read(workbook(contract("Rruga", "Uji", "Shkolla", assessments=[usual | row for row in rows], **more)))

    return read_rows


def told(data):
    return data.findings[data.findings["severity"] != "note"][["code", "cell"]].values.tolist()


@pytest.mark.parametrize(
    ("typed", "status", "reason"),
    [
        ("Adresuar pjesërisht – sepse mungon buxheti", "partially", "sepse mungon buxheti"),
        ("PLOTËSISHT, sepse u ndërtua rruga", "fully", "sepse u ndërtua rruga"),
        ("e adresuar plotësisht: ngaqë u ndërtua rruga", "fully", "ngaqë u ndërtua rruga"),
        ("Nuk u adresua - pasi mungojnë fondet", "not_addressed", "pasi mungojnë fondet"),
        ("Partially addressed; 4 of 9 streets are lit", "partially", "4 of 9 streets are lit"),
        ("Adresuar pjesërisht, sepse mungon buxheti", "partially", "sepse mungon buxheti"),
        ("hequr nga kontrata [vendim i këshillit]", "withdrawn", "vendim i këshillit"),
    ],
)
def test_a_reason_behind_a_status_is_read_as_its_reason_and_told(verdicts, cell_of, typed, status, reason):
    data = verdicts({"status": typed})
    assert data.assessments[["status", "reason"]].values.tolist() == [[status, reason]]
    notes = data.findings[data.findings["code"] == "ST-06"]
    assert notes[["cell", "value"]].values.tolist() == [[cell_of("assessments", "status"), typed]]
    assert told(data) == []


@pytest.mark.parametrize(
    "typed",
    [
        "Adresuar pjesërisht – nuk u adresua uji", "Plotësisht – jo në fshatra", "Adresuar plotësisht (pa rrugën)",
        "adresuar plotësisht – ndoshta", "adresuar plotësisht – vetëm në letër", "plotësisht (sipas bashkisë)",
        "plotësisht – do të përfundojë në pranverë", "pjesërisht – plotësisht", "adresuar pjesërisht (50%)",
        "adresuar plotësisht – u përfundua?", "adresuar – mirë", "mirë – u ndërtua rruga", "fully addressed (JP)",
        "adresuar plotësisht – nuk dihet kur", "rruga – adresuar plotësisht", "adresuar plotësisht (plan për 2024)",
        "adresuar plotësisht (në dyshim)", "plotësisht (e paverifikuar)", "plotësisht (deklaratë e bashkisë)",
        "fully addressed (in 2 of 5 villages)", "nuk është adresuar (3 nga 9 rrugë)", "plotësisht – 4/9 rrugë",
        "adresuar plotësisht (në 2020, më pas u prish)", "plotësisht (vitin e kaluar)", "adresuar plotësisht*",
        "Adresuar pjesërisht †", "Adresuar plotësisht – mungon ndriçimi", "Adresuar plotësisht – mbetet ndriçimi",
        "Adresuar plotësisht – në proces", "Adresuar plotësisht – gjysma e rrugës",
        "Adresuar plotësisht (pjesa e parë)", "Adresuar plotësisht (në letër)", "Nuk u adresua (u krye)",
        "Nuk u adresua – u ndërtua rruga",
        "PLOTËSISHT (sipas VKB nr. 12)",
    ],
)  # fmt: skip
def test_a_status_is_not_read_where_what_follows_may_say_otherwise(verdicts, cell_of, typed):
    data = verdicts({"status": typed})
    assert len(data.assessments) == 0
    assert [cell for _, cell in told(data)] == [cell_of("assessments", "status")]


def test_a_reason_of_its_own_stands_behind_the_one_of_the_status_cell(verdicts):
    data = verdicts({"status": f"{P} – sepse mungon buxheti", "reason": "U ndriçuan 4 rrugë."})
    assert data.assessments["reason"].tolist() == ["sepse mungon buxheti; U ndriçuan 4 rrugë."]


def test_a_telephone_number_behind_a_status_is_not_published(verdicts):
    data = verdicts({"status": f"{P} – ankesa e Zamira, tel. 069 123 4567"})
    assert "4567" not in data.assessments["reason"].item() + data.findings.to_csv()


def test_a_reason_has_a_place_where_the_sheet_has_no_column_for_it(workbook, contract, read):
    def edit(book):
        del book["Vlerësimet"]
        sheet = book.create_sheet("Vlerësimet")
        sheet.append(["Kontrata", "Prioriteti", "Viti 1", "Viti 2"])
        sheet.append([CYCLE, 1, f"{P} – mungon buxheti", F])

    data = read(workbook(contract(), edit=edit))
    assert data.assessments[["monitoring_year", "status", "reason"]].values.tolist()[0] == [
        1, "partially", "mungon buxheti",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["1, 2 dhe 3", "Prioritetet 1, 2 dhe 3", "1; 2; 3", "1 & 2 & 3", "1, 2, and 3"])
def test_one_row_for_several_priorities_is_one_for_each_and_told(verdicts, cell_of, typed):
    data = verdicts({"label": typed, "reason": "Një arsye."})
    rows = data.assessments[["priority", "monitoring_year", "status", "reason"]].values.tolist()
    assert rows == [[f"lumas/{CYCLE}/{number}", 1, "fully", "Një arsye."] for number in (1, 2, 3)]
    notes = data.findings[data.findings["code"] == "PR-06"]
    assert notes[["cell", "value"]].values.tolist() == [[cell_of("assessments", "label"), typed]]
    assert told(data) == []


def test_the_balance_counts_a_row_for_each_of_several_priorities(verdicts):
    data = verdicts({"label": "1 dhe 2"}, {"label": 3}, {"label": "1 dhe 2", "monitoring_year": 2, "status": "mirë"})
    own = data.balance[data.balance["table"] == "assessments"]
    assert own[["read", "counted", "rejected", "blank"]].values.tolist() == [[5, 3, 2, 0]]


def test_of_several_priorities_the_one_that_is_not_there_is_told(verdicts, cell_of):
    data = verdicts({"label": "1, 2 dhe 7"})
    assert data.assessments["priority"].tolist() == [f"lumas/{CYCLE}/1", f"lumas/{CYCLE}/2"]
    assert told(data) == [["RF-02", cell_of("assessments", "label")]]


@pytest.mark.parametrize("typed", ["2,3", "1-3", "1 ose 2", "1, 2 dhe të tjera"])
def test_numbers_that_may_mean_something_else_are_no_several_priorities(verdicts, typed):
    data = verdicts({"label": typed})
    assert len(data.assessments) == 0
    assert len(told(data)) == 1


@pytest.mark.parametrize("said", ["Nuk është adresuar", "u adresua pjesërisht"])
def test_a_reason_that_is_another_verdict_is_left_out_and_told(verdicts, cell_of, said):
    data = verdicts({"reason": said}, {"label": 2, "reason": F})
    assert data.assessments["status"].tolist() == ["fully", "fully"]
    assert data.assessments["reason"].fillna("").tolist() == ["", F]
    assert told(data) == [["ST-07", cell_of("assessments", "reason")]]


@pytest.mark.parametrize(("field", "typed"), [("title_sq", f"Rruga ({P})"), ("note", N), ("note", f"Viti 1: {F}")])
def test_a_verdict_among_the_priorities_is_told(workbook, contract, read, found, cell_of, field, typed):
    priority = {"cycle": CYCLE, "label": 1, "title_sq": "Rruga"}
    data = read(workbook(contract() | {"priorities": [priority | {field: typed}]}))
    assert found(data) == {("ST-08", "Prioritetet", cell_of("priorities", field))}
    assert len(data.priorities) == 1
