"""Amounts are in the currency of the network that has them, and in no other."""

import openpyxl
import pytest

from pop_analysis.commands import template
from pop_analysis.exhibits import campaign_ladder_chart
from pop_analysis.locale import Words
from pop_analysis.model import kept_model, load_model
from pop_analysis.reading import read_folder
from pop_analysis.reading.conversion.numbers import names_other_currency, read_amount

STATUSES = """
done: {label: done, colour: "#1B7F5C", addressed: true}
dropped: {label: dropped, colour: "#5B2A86", addressed: false}
"""
FRANC = 'currency: {code: CHF, sign: Fr., before: true, decimals: 2, numbers: "1\'234.5"}\n'
PESO = "currency: {code: ARS, sign: $, name: {es: pesos argentinos, en: Argentine pesos}, before: true}\n"
EURO = "currency: {code: EUR, sign: €, numbers: '1.234,5'}\n"
MAPPING = """
- file: stages.csv
  table: municipalities
  columns: {municipality: Who, name_sq: Who}
- file: stages.csv
  table: contracts
  columns: {municipality: Who}
  constants: {cycle: 2023-2025}
- file: stages.csv
  table: campaigns
  columns: {municipality: Who, campaign_title: What}
- file: stages.csv
  table: campaign_stages
  columns: {municipality: Who, campaign_title: What, stage: Stage, date: When, amount_all: How much, source: From}
"""


def network(folder, languages="en", currency=""):
    (folder / "model" / "locale").mkdir(parents=True)
    if "es" in languages:
        (folder / "model" / "locale" / "es.yml").write_text("language: Español\n", encoding="utf-8")
    lines = f"short_name: Beacon\nname: Beacon\nlanguages: [{languages}]\n{currency}"
    (folder / "model" / "network.yml").write_text(lines, encoding="utf-8")
    (folder / "model" / "statuses.yml").write_text(STATUSES, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("currency", "languages", "amount", "heading", "about"),
    [
        (FRANC, "en", "Fr.\u00a01'200.50", "Amount (CHF)", "in Fr."),
        (PESO, "es, en", "$1.200", "Amount (ARS)", "in pesos argentinos"),
        (EURO, "sq", "1.200\u00a0€", "Shuma (EUR)", "në €"),
        ("", "en", "1,200", "Amount", "in the network's currency"),
    ],
)
def test_amounts_and_headings_are_in_the_currency_of_the_network(tmp_path, currency, languages, amount, heading, about):
    model = load_model(network(tmp_path, languages, currency) / "model")
    first = model.languages[0]
    field = model.tables["campaign_stages"].fields["amount_all"]
    assert Words(model, first).amount(1200.5 if "CHF" in currency else 1200) == amount
    assert field.header[first] == heading
    assert field.about[first].endswith(about)
    said = " ".join(text for kind in model.findings.values() for text in kind.message.values())
    assert "new lek" not in said.replace("Is it in old lek?", "")
    again = kept_model(model.to_json())
    assert Words(again, first).amount(1200.5 if "CHF" in currency else 1200) == amount


def test_pops_amounts_are_in_lek_in_data_that_were_kept_before_there_was_a_currency():
    import json

    kept = json.loads(load_model().to_json())
    del kept["network"]["currency"]
    assert Words(kept_model(json.dumps(kept)), "en").amount(5) == "5\u00a0lek"


@pytest.mark.parametrize(
    ("currency", "typed", "amount"),
    [
        (FRANC, "Fr. 1'200.50", 1200.5),
        (FRANC, "CHF 3’000’000", 3_000_000),
        (EURO, "€ 1.500", 1500),  # in two readings, but for the way the network writes them
        (EURO, "1.500,25 EUR", 1500.25),
        (EURO, "1,5 million €", 1_500_000),
        (PESO, "$ 1 200", 1200),
    ],
)
def test_an_amount_that_names_the_networks_currency_is_read(tmp_path, currency, typed, amount):
    own = load_model(network(tmp_path, "es, en", currency) / "model").currency
    assert not names_other_currency(typed, own)
    assert read_amount(typed, own) == amount


@pytest.mark.parametrize(
    ("currency", "typed"),
    [(FRANC, "€ 5"), (EURO, "5 USD"), (EURO, "[$CHF] 5"), ("", "5 €"),
     (EURO, '500 #,##0 "lekë"'), (EURO, '5 0 "CHF"'), (EURO, "5 0\\ \\C\\H\\F"), (FRANC, '5 "₺"0'), ("", "5 lekë")],
)  # fmt: skip
def test_an_amount_in_another_currency_is_not_taken_for_the_networks(tmp_path, currency, typed):
    assert names_other_currency(typed, load_model(network(tmp_path, "en", currency) / "model").currency)


@pytest.mark.parametrize("typed", ['5 0 "Fr."', "CHF 5", '5 #,##0 "mije"', "5 General", "MIJ 5"])
def test_no_other_currency_is_seen_where_none_is_named(tmp_path, typed):
    assert not names_other_currency(typed, load_model(network(tmp_path, "en", FRANC) / "model").currency)


def test_ten_times_as_much_is_no_old_lek_where_there_is_none_and_pages_say_the_sign(tmp_path):
    folder = network(tmp_path / "raw", "en", EURO)
    rows = "Who,What,Stage,When,How much,From\nHomes,A roof,Petition,2023-02-01,€ 100,letter\n"
    rows += 'Homes,A roof,Paid,2023-05-01,"1.000 €",budget\n'
    (folder / "stages.csv").write_text(rows, encoding="utf-8")
    (folder / "mapping.yml").write_text(MAPPING, encoding="utf-8")
    data = read_folder(folder)
    assert sorted(data.campaign_stages["amount_all"]) == [100, 1000]
    assert not {"AM-03", "AM-02"} & set(data.findings["code"])
    table = campaign_ladder_chart(data).table
    assert "1.000\u00a0€" in {entry.text for row in table.rows for entry in row}


def test_the_empty_workbook_asks_for_amounts_in_the_currency_and_shows_their_places(tmp_path):
    folder = network(tmp_path / "raw", "en", FRANC)
    sheet = openpyxl.load_workbook(template(tmp_path / "a.xlsx", data=folder))["Campaign stages"]
    at = [cell.value for cell in sheet[1]].index("Amount (CHF)") + 1
    assert sheet.cell(2, at).number_format == "#,##0.00"


@pytest.mark.parametrize("wrong", ["code: francs", "code: CHF, numbers: '1;234'", "sign: Fr.", "code: CHF, signs: Fr."])
def test_a_currency_that_is_declared_wrongly_is_told_at_its_line(tmp_path, wrong):
    from pop_analysis.model import WrongDeclaration

    folder = network(tmp_path, "en", f"currency: {{{wrong}}}\n")
    with pytest.raises(WrongDeclaration) as told:
        load_model(folder / "model")
    assert [(fault.file, fault.line) for fault in told.value.faults] == [("model/network.yml", 4)]
