"""Every priority beside every monitoring year: a verdict, or the lack of one, which is never "not addressed"."""

import pandas as pd

from pop_analysis.measures import fulfilment, in_contract, last_assessed, monitoring_years, panel

CYCLE = "2019-2023"


def test_missing_is_never_not_addressed(judged):
    verdicts = panel(judged({"lumas": {1: "FN-", 2: "F--"}}))
    statuses = verdicts.pivot_table(index="number", columns="monitoring_year", values="status", aggfunc="first")
    assert statuses.loc[3].tolist() == ["not_assessed", "not_assessed"]
    assert statuses.loc[2].tolist() == ["not_addressed", "not_assessed"]


def test_every_priority_stands_in_every_year_once(data, example):
    for each in (data, example):
        verdicts = panel(each)
        assert not verdicts.duplicated(["priority", "monitoring_year"]).any()
        assert set(verdicts["priority"]) == set(each.priorities["priority"])
        years = monitoring_years(each).groupby("contract").size()
        rows = verdicts.groupby("priority").size()
        contracts = verdicts.drop_duplicates("priority").set_index("priority")["contract"]
        # One that came into its contract later stands in the years from then on.
        before = each.priorities.set_index("priority")["since_year"].fillna(1).sub(1)
        wanted = contracts.map(years).fillna(1).sub(before).clip(lower=1)
        assert (rows == wanted.reindex(rows.index)).all()


def test_a_published_report_makes_a_year_although_its_verdicts_are_not_on_file(judged):
    report = {"municipality": "lumas", "contract": f"lumas/{CYCLE}", "cycle": CYCLE, "monitoring_year": 2}
    verdicts = panel(judged({"lumas": {1: "FP"}}, reports=[report]))
    second = verdicts[verdicts["monitoring_year"] == 2]
    assert second["status"].tolist() == ["not_assessed", "not_assessed"]


def test_a_contract_nobody_monitored_has_its_priorities_once_without_a_year(dataset):
    own = {"municipality": "lumas", "contract": f"lumas/{CYCLE}", "cycle": CYCLE}
    data = dataset(contracts=[own], priorities=[own | {"priority": "p", "title_sq": "Ujë"}])
    verdicts = panel(data)
    assert verdicts["monitoring_year"].isna().tolist() == [True]
    assert verdicts["status"].tolist() == ["not_assessed"]


def two_monitors(judged, own, other, by="Monitor i dytë", **tables):
    data = judged({"lumas": {1: own}}, **tables)
    seconds = data.assessments.assign(monitor=by, status=[{"F": "fully", "N": "not_addressed"}[s] for s in other])
    return data.with_tables({"assessments": pd.concat([seconds, data.assessments], ignore_index=True)})


def test_a_second_monitor_never_replaces_the_member_organisations_verdict(judged):
    verdicts = panel(two_monitors(judged, "NF", "FN"))
    assert verdicts["status"].tolist() == ["not_addressed", "fully"]
    assert verdicts["monitors"].tolist() == [2, 2]


def test_the_member_organisation_may_be_named(judged):
    data = two_monitors(judged, "NN", "FF", members=[{"organisation": "Qendra", "municipality": "lumas"}])
    own = data.assessments["monitor"].isna()
    data = data.with_tables(
        {"assessments": data.assessments.assign(monitor=data.assessments["monitor"].where(~own, "Qendra"))}
    )
    verdicts = panel(data)
    assert verdicts["status"].tolist() == ["not_addressed", "not_addressed"]
    assert set(verdicts["monitor"]) == {"Qendra"}


def test_a_second_monitor_alone_is_better_than_nothing_and_is_named(judged):
    data = two_monitors(judged, "NN", "FF")
    data = data.with_tables({"assessments": data.assessments[data.assessments["monitor"].notna()]})
    verdicts = panel(data)
    assert verdicts["status"].tolist() == ["fully", "fully"]
    assert set(verdicts["monitor"]) == {"Monitor i dytë"}


def test_withdrawn_priorities_are_left_out(judged):
    data = judged({"lumas": {1: "FPNW"}})
    assert len(panel(data)) == 4
    assert in_contract(data, panel(data))["number"].tolist() == [1, 2, 3]


def test_the_last_year_is_the_last_with_a_verdict(judged):
    report = {"municipality": "lumas", "contract": f"lumas/{CYCLE}", "cycle": CYCLE, "monitoring_year": 3}
    data = judged({"lumas": {1: "FP", 2: "-N"}, "gurre": {1: "??"}}, reports=[report])
    last = last_assessed(data, panel(data))
    assert last[["municipality", "monitoring_year"]].drop_duplicates().values.tolist() == [["lumas", 2]]
    assert last["status"].tolist() == ["not_assessed", "not_addressed"]
    first = last_assessed(data, panel(data), monitoring_year=1)
    assert first["status"].tolist() == ["fully", "partially"]


def test_years_of_verdicts_and_reports_are_one_list(judged, day):
    report = {
        "municipality": "lumas", "contract": f"lumas/{CYCLE}", "cycle": CYCLE, "monitoring_year": 1,
        "period_start": day("2020-09-01"), "period_end": day("2021-09-30"), "period_precision": "range",
    }  # fmt: skip
    years = monitoring_years(judged({"lumas": {1: "FP", 2: "FP"}}, reports=[report]))
    assert years["monitoring_year"].tolist() == [1, 2]
    assert years["period_start"].tolist()[0] == day("2020-09-01")
    assert pd.isna(years["period_start"].tolist()[1])


def test_what_was_taken_out_of_a_contract_stays_out_in_later_years(judged):
    data = judged({"lumas": {1: "FP", 2: "FW", 3: "F-"}})
    later = panel(data).query("monitoring_year == 3").set_index("number")["status"]
    assert later[2] == "withdrawn"
    assert fulfilment(data).set_index("monitoring_year")["total"].tolist() == [2, 1, 1]


def test_what_came_into_a_contract_later_is_not_missing_in_the_years_before(judged):
    data = judged({"lumas": {1: "FP-", 2: "FPN"}})
    data = data.with_tables(
        {"priorities": data.priorities.assign(since_year=pd.Series([pd.NA, pd.NA, 2], dtype="Int64"))}
    )
    assert fulfilment(data).set_index("monitoring_year")["total"].tolist() == [2, 3]
    data = data.with_tables(
        {"priorities": data.priorities.assign(since_year=pd.Series([pd.NA, pd.NA, 3], dtype="Int64"))}
    )
    verdicts = panel(data)
    assert verdicts.loc[verdicts["number"] == 3, "monitoring_year"].isna().tolist() == [True]


def test_a_verdict_after_a_withdrawal_counts_again(judged):
    data = judged({"lumas": {1: "FW", 2: "FP"}})
    assert fulfilment(data).set_index("monitoring_year")["total"].tolist() == [1, 2]


def test_a_year_of_verdicts_with_a_day_each_lasts_from_the_first_to_the_last(judged):
    data = judged({"lumas": {1: "FPN"}})
    days = pd.to_datetime(["2024-01-03", "2024-11-27", "2024-05-06"])
    dated = data.assessments.assign(period_start=days, period_end=days, period_precision="day")
    years = panel(data.with_tables({**data.tables, "assessments": dated}))
    assert years["period_start"].eq(days.min()).all()
    assert years["period_end"].eq(days.max()).all()
    one = data.assessments.assign(period_start=days[0], period_end=days[0], period_precision="day")
    assert panel(data.with_tables({**data.tables, "assessments": one}))["period_end"].eq(days[0]).all()
