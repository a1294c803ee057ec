"""What tells of a private person is a finding before it is published, and is repeated nowhere."""

import pytest
import yaml

from pop_analysis.reading.personal import MASK, masked, personal
from pop_analysis.storage.processed import write_processed
from pop_analysis.synthetic import make_example

NUMBER, MAIL, IDENTITY = "069 123 45 67", "agron.dosti@example.org", "J12345678A"
TELLING = [
    *(("PD-01", f"Telefononi Agronin: {number}!") for number in (
        NUMBER, "0691234567", "067/234 5678", "068-234-5678", "069.123.4567", "+355 69 123 4567", "00355 69 1234567",
        "+355 (0)69 123 4567", "355691234567", "691234567", "69 123 4567", "042 234 567", "(042) 234567", "04 2234567",
        "+39 333 123 4567", "tel:+355691234567", "https://wa.me/355691234567",
    )),
    ("PD-01", "Tel.0691234567"),
    ("PD-01", "cel. 234567, pas orës 9"),
    ("PD-01", "0691234567/0681234567, 3 herë"),
    ("PD-01", "thirri 12 herë 0691234567 3 ditë"),
    ("PD-02", f"Shkruani te {MAIL}."),
    ("PD-02", "mailto:agron@example.org"),
    ("PD-02", "agron [at] example.org"),
    ("PD-02", "https://example.org/?nga=agron@example.org"),
    ("PD-03", f"Nr. personal {IDENTITY}, banor"),
    ("PD-03", "k90101012l"),
    ("PD-04", "Qytetari Agron Dosti u ankua për ujin"),
    ("PD-04", "Ankesa e Agron Dostit për ujin"),
    ("PD-04", "z. Dosti ka bërë ankesë te kryetari i bashkisë"),
    ("PD-04", "Mira Dosti u ankua te kryetari i bashkisë"),
    ("PD-04", "Banorja Mira Dosti: ankesë për mbetjet"),
    ("PD-04", "Ms. Dosti complained about the road"),
    ("PD-04", "A complaint by Mira Dosti"),
]  # fmt: skip
HARMLESS = [
    "3 000 000", "120 000 000 lekë", "691 234 567 lekë", "1,200,000 lek; 2,300,000 lek", "+12 000 000 lekë", "12345678",
    "VKB nr. 45", "VKB nr. 45, datë 12.03.2020", "protokoll nr. 1234567", "VKB nr. 0345678912", "kodi 2021/00012345",
    "01.02.2020 12 banorë", "05.06.2020-06.07.2021", "2019–2023", "kontrata 2019-2023 dhe 2021-2025", "2020 2021 2022",
    "2020-01-01 12:30", "10:30-11:45 12:30", "2020/21 2021/22", "41.1234567, 20.0543210", "0.71234567",
    "https://www.facebook.com/watch/live/?v=357482448993334", "facebook.com/0691234567", "https://www.youtube.com/@kanal",
    "https://maps.example.org/@41.32,19.81,15z", "ISBN 978-3-16-148410-0", "74,5% 12,3% 34,2%", "5/7 2/3 4/5 6/7",
    "Banorët u ankuan për ujin", "Ankesa të qytetarëve në Fier", "Ankesa e Bashkisë Fier", "Shoqata Vullnetare u ankua",
    "Kryetari i bashkisë, z. Agron Dosti, u ankua", "z. Agron Dosti, kryetar i bashkisë, iu përgjigj ankesës",
    "Këshilltari Agron Dosti denoncoi ndërtimin", "Mayor Agron Dosti answered the complaints",
    "Qytetari Agron Dosti foli",
]  # fmt: skip


@pytest.mark.parametrize(("code", "text"), TELLING)
def test_what_tells_of_a_private_person_is_found_and_masked(code, text):
    assert list(personal(text)) == [code]
    assert MASK in masked(text)
    assert not any(telling in masked(text) for telling in ("123", "234567", "@", "Dosti", "90101"))


@pytest.mark.parametrize("text", HARMLESS)
def test_dates_amounts_decisions_links_and_officials_are_not_asked_about(text):
    assert personal(text) == {}
    assert masked(text) == text


@pytest.mark.parametrize("sign", ["0 ", "a@", "6.", "1-", "a./", "Ankesa e A", "z. A"])
def test_a_long_text_of_digits_and_signs_is_looked_through_at_once(sign):
    assert masked((sign * 16_000)[:32_767])  # no cell of a workbook holds more


@pytest.mark.parametrize("before", ["", " ", "(", "-", "…", "..", "shih: ", "e"])
def test_the_numbers_in_a_link_are_nobodys_wherever_it_begins(before):
    assert personal(f"{before}example.org/069/1234567 dhe më tej") == {}


def telling(contract):
    """Rows of several tables, each with something personal in another text field."""
    verdict = {"cycle": "2019–2023", "label": 1, "monitoring_year": 1, "status": "adresuar pjesërisht"}
    return contract(
        f"Ujë i pijshëm ({NUMBER})",
        assessments=[verdict | {"reason": f"Na telefonoi {NUMBER}", "source": f"e-mail nga {MAIL}"}],
        evidence=[{"cycle": "2019–2023", "label": 1, "kind": "intervistë", "note": f"Banori me NID {IDENTITY}"}],
        activities=[{"type": "fokus grup", "title_sq": "Qytetari Agron Dosti u ankua", "participants": 3}],
        campaigns=[{"campaign_title": f"Drita, {NUMBER}"}],
        campaign_stages=[{"campaign_title": f"Drita, {NUMBER}", "stage": "Peticion"}],
    )


def test_every_cell_has_its_finding_its_row_counts_and_nothing_is_repeated_in_what_is_published(
    workbook, contract, read, found, cell_of, tmp_path
):
    data = read(workbook(telling(contract)))
    at = {
        ("PD-01", "Prioritetet", cell_of("priorities", "title_sq")),
        ("PD-01", "Vlerësimet", cell_of("assessments", "reason")),
        ("PD-02", "Vlerësimet", cell_of("assessments", "source")),
        ("PD-03", "Provat", cell_of("evidence", "note")),
        ("PD-04", "Aktivitetet", cell_of("activities", "title_sq")),
        ("PD-01", "Fushatat", cell_of("campaigns", "campaign_title")),
        ("PD-01", "Hapat e fushatave", cell_of("campaign_stages", "campaign_title")),
    }
    assert {each for each in found(data) if each[0].startswith("PD")} == at
    # There is something to mend: it is no mere note.
    personal = data.findings[data.findings["code"].str.startswith("PD")]
    assert set(personal["severity"]) == {"blanked"}
    assert len(data.assessments) == len(data.evidence) == len(data.activities) == len(data.campaign_stages) == 1
    assert data.assessments["reason"].tolist() == [f"Na telefonoi {MASK}"]
    write_processed(data, tmp_path / "processed")
    files = [path for path in (tmp_path / "processed").rglob("*") if path.suffix in (".csv", ".json")]
    assert files
    for path in files:
        published = path.read_text(encoding="utf-8")
        assert not any(each in published for each in ("123 45 67", "agron.dosti", IDENTITY, "Agron Dosti")), path.name


def test_a_finding_about_anything_else_does_not_repeat_a_number_either(workbook, contract, read):
    verdict = {"cycle": "2019–2023", "label": 1, "monitoring_year": NUMBER, "status": f"Agroni {NUMBER}"}
    data = read(workbook(contract(assessments=[verdict])))
    assert {"NU-01", "ST-01"} <= set(data.findings["code"])
    assert not data.findings.astype(str).apply(lambda column: column.str.contains("123 45 67")).any(axis=None)


def test_what_somebody_decided_to_publish_by_a_correction_is_published(workbook, contract, read, cell_of):
    text = f"Telefoni i zyrës: {NUMBER}"
    verdict = {"cycle": "2019–2023", "label": 1, "monitoring_year": 1, "status": "adresuar pjesërisht", "reason": text}
    folder = workbook(contract(assessments=[verdict]))
    entry = {"file": "lumas.xlsx", "sheet": "Vlerësimet", "cell": cell_of("assessments", "reason"), "old": text}
    entry |= {"new": text, "reason": "numër i botuar nga bashkia", "who": "Qendra “Shembull”", "date": "2024-05-01"}
    (folder / "corrections.yml").write_text(yaml.safe_dump([entry], allow_unicode=True), encoding="utf-8")
    data = read(folder)
    assert data.assessments["reason"].tolist() == [text]
    assert data.findings["code"].tolist() == ["CO-03"]
    assert "123 45 67" not in data.findings["message_sq"].item()


def test_a_number_taken_out_by_a_correction_is_repeated_nowhere(workbook, contract, read, cell_of):
    text = f"Na telefonoi {NUMBER}"
    verdict = {"cycle": "2019–2023", "label": 1, "monitoring_year": 1, "status": "adresuar pjesërisht", "reason": text}
    folder = workbook(contract(assessments=[verdict]))
    entry = {"file": "lumas.xlsx", "sheet": "Vlerësimet", "cell": cell_of("assessments", "reason"), "old": text}
    entry |= {"new": "Na telefonuan", "reason": "pa numër", "who": "Qendra “Shembull”", "date": "2024-05-01"}
    (folder / "corrections.yml").write_text(yaml.safe_dump([entry], allow_unicode=True), encoding="utf-8")
    data = read(folder)
    assert data.assessments["reason"].tolist() == ["Na telefonuan"]
    assert not data.findings.astype(str).apply(lambda column: column.str.contains("123 45 67")).any(axis=None)


def test_a_field_declared_for_a_public_address_is_not_asked_about(workbook, read):
    member = {"organisation": "Qendra “Shembull”", "municipality": "Lumas", "website": f"mailto:{MAIL}"}
    data = read(workbook({"members": [member]}, kind="network"))
    assert data.members["website"].tolist() == [f"mailto:{MAIL}"]
    assert not data.findings["code"].str.startswith("PD").any()


def test_neither_the_real_data_nor_the_invented_network_raise_an_alarm(data, tmp_path, read):
    assert not data.findings["code"].str.startswith("PD").any()
    make_example(tmp_path / "raw", municipalities=6, years=3)
    assert not read(tmp_path / "raw").findings["code"].str.startswith("PD").any()
