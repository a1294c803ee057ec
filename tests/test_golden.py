"""The newsletter's and the collected facts are in the real data, each as its source has it."""

from datetime import date

import pandas as pd
import pytest

NEWSLETTER = "Buletini POP 2021"
PLACES = {
    "durres", "elbasan", "fier", "kamez", "korce", "kukes", "pogradec", "puke", "shkoder", "tirane", "vau-i-dejes",
    "vlore",
}  # fmt: skip
JOINED_2021 = {"elbasan", "korce", "vau-i-dejes"}
FORUMS = {
    "kukes": date(2021, 4, 13),
    "durres": date(2021, 4, 14),
    "vlore": date(2021, 4, 15),
    "shkoder": date(2021, 4, 16),
    "tirane": date(2021, 4, 17),
    "fier": date(2021, 4, 19),
    "korce": date(2021, 4, 21),
}
FORUM_LINKS = {
    "https://www.facebook.com/watch/live/?ref=watch_permalink&v=364202598259032",
    "https://www.facebook.com/watch/live/?v=357482448993334&ref=watch_permalink",
    "https://www.facebook.com/watch/live/?ref=watch_permalink&v=505911360407884",
    "https://www.facebook.com/cyp.kukes/videos/3969676976425829/",
    "https://www.facebook.com/watch/live/?ref=watch_permalink&v=379074713225555",
    "https://www.facebook.com/watch/live/?v=210811847104715&ref=watch_permalink",
    "https://www.facebook.com/watch/live/?v=134161168679629&ref=watch_permalink",
}
VIDEO_PLACES = {"tirane", "vlore", "shkoder", "puke", "kukes", "fier", "pogradec"}
VIDEO_LINKS = {
    f"https://www.youtube.com/watch?v={key}"
    for key in (
        "YWpgcZaZsCw", "dhvW1O-R8Bg", "3I5L2-NOOkY", "Nc-xWE8Sgx0", "jv6Jex38MuA", "IfMK1inzGIw", "ldp-pMrSUBc",
    )
}  # fmt: skip
REPORTS = {
    "tirane": "https://popnetwork.al/category/aktivitete-tirane/",
    "fier": "https://popnetwork.al/fier_raporti-monitorues-shtator-2020-shtator-2021-kontrata-sociale/",
    "durres": "https://popnetwork.al/durres_raporti-ronitorues-shtator-2020-shtator-2021-kontrata-sociale/",
    "korce": "https://popnetwork.al/korce_raporti-monitorues-kontrata-sociale-gusht-dhjetor-2021/",
    "pogradec": "https://popnetwork.al/pogradec_raporti-monitorues-shtator-2020-shtator-2021-kontrata-sociale/",
    "kamez": "https://popnetwork.al/kamez_raporti-monitorues-shtator-2020-shtator-2021-kontrata-sociale/",
    "vlore": "https://popnetwork.al/vlore_raporti-monitorues-shtator-2020-shtator-2021-kontrata-sociale/",
    "puke": "https://popnetwork.al/puke_raporti-monitorues-shtator-2020-shtator-2021-kontrata-sociale/",
    "kukes": "https://popnetwork.al/kukes_raporti-monitorues-shtator-2020-shtator-2021-kontrata-sociale/",
    "vau-i-dejes": "https://popnetwork.al/vau-i-dejes_raporti-monitorues-gusht-dhjetor-2021-kontrata-sociale/",
    "elbasan": "https://popnetwork.al/elbasan_raporti-monitorues_kontrata-sociale-gusht-dhjetor-2021/",
    "shkoder": "https://popnetwork.al/shkoder_raporti-monitorues_shtator-2020-2021-kontrata-sociale/",
}
CONTRACT_TEXTS = {
    "korce": "https://popnetwork.al/wp-content/uploads/2021/07/Kontrata-Sociale_Korca-A3.pdf",
    "elbasan": "https://popnetwork.al/wp-content/uploads/2022/03/Kontrata-Sociale_Elbasan_POP-2021.pdf",
    "vau-i-dejes": "https://popnetwork.al/wp-content/uploads/2022/03/BASHKIA-VAU-DEJES-Prioritetet-A3-Kontrata-OK.pdf",
}
ACHIEVEMENTS = {
    "durres": "Përmirësimi i infrastrukturës shkollore",
    "elbasan": "Shtimi i frekuencës së pastrimit të qytetit dhe pajisja me kazanë të rinj për mbetjet",
    "fier": "Qendra e aktiviteteve kulturore për të rinjtë dhe fëmijët ka rinisur funksionalitetin",
    "kamez": "Investime në 5 kopshte duke rritur kapacitetet për të akomoduar më shumë fëmijë",
    "korce": "Miratuar në paketën e re fiskale për vitin 2022 përjashtimin nga taksat për bizneset e ngritura nga të "
    "rinjtë për vitin e parë të ushtrimit të aktivitetit të tyre",
    "kukes": "Ngritja e Këshillit Vendor Rinor dhe instituzionalizimi i tij",
    "pogradec": "Buxhetuar fondi i posaçëm për mbështetjen e të rinjve dhe projekteve rinore",
    "puke": "Ndërtimi i Qendrës Sportive për të rinjtë dhe komunitetin",
    "shkoder": "Rritje të transparencës, llogaridhënies dhe pjesëmarrjes qytetare në nivel vendor",
    "tirane": "Shtimi i shërbimeve për të mbijetuarat e dhunës në familje",
    "vau-i-dejes": "Rikonstruktimi i banesave dhe pagesa e qerasë për grupet në nevojë",
    "vlore": "Ndërtimi i mekanizmave të unifikuar dhe efektiv (Buxhetimi me Pjesmarrje) për të marrë këndvështrimin e "
    "komunitetit mbi vendimarrjet e pushtetit vendor",
}
FIGURES_2021 = {
    "focus_groups": 60,
    "municipality_meetings": 100,
    "council_sessions_monitored": 150,
    "advocacy_campaigns": 12,
    "advocacy_issues_in_2022_budget": 4,
    "public_forums": 7,
    "videos_with_municipal_leaders": 7,
    "monitoring_reports": 12,
    "social_contracts": 12,
    "local_officials_interviewed": 42,
}
# Rows of the collected CSV files, and the one figure and twelve achievements that were added from the newsletter.
COLLECTED = {"municipalities": 12, "members": 12, "priorities": 22, "assessments": 12, "published_figures": 45}


@pytest.fixture(scope="module")
def figures(data):
    return data.published_figures


@pytest.fixture(scope="module")
def activities(data):
    return data.activities


def test_in_the_real_data_reading_only_asks_which_priorities_hold_several_promises(data):
    assert set(data.findings["code"]) == {"PR-04"}
    assert (data.balance["rejected"] == 0).all()
    assert not data.synthetic


@pytest.mark.parametrize(("table", "rows"), COLLECTED.items())
def test_every_collected_fact_is_there(data, table, rows):
    assert len(data[table]) == rows


def test_there_are_twelve_municipalities_and_lezhe_is_none_of_them(data):
    assert set(data.municipalities["municipality"]) == PLACES
    everywhere = {
        place for frame in data.tables.values() if "municipality" in frame for place in frame["municipality"].dropna()
    }
    assert everywhere == PLACES


def test_every_municipality_has_its_member_organisation(data):
    assert set(data.members["municipality"]) == PLACES
    assert data.members["organisation"].is_unique
    named = data.members.set_index("municipality")["organisation"]
    for place, words in {
        "elbasan": "Tjetër Vizion",
        "vau-i-dejes": "Hapa të Lehtë",
        "korce": "Gruaja në Zhvillim",
    }.items():
        assert words in named[place]


def test_three_municipalities_joined_in_2021(data):
    joined = data.municipalities.set_index("municipality")["joined"]
    assert {place for place, year in joined.items() if year == 2021} == JOINED_2021
    assert {place for place, year in joined.items() if year == 2019} == PLACES - JOINED_2021


def test_twelve_contracts_were_running_in_2021(data):
    years = data.contracts["cycle"].str.split("-", expand=True).astype(int)
    running = data.contracts[(years[0] <= 2021) & (years[1] >= 2021)]
    assert sorted(running["municipality"]) == sorted(PLACES)
    assert set(running.loc[running["municipality"].isin(JOINED_2021), "cycle"]) == {"2021-2023"}


def test_the_texts_of_the_three_new_contracts_are_linked(data):
    urls = data.contracts[data.contracts["cycle"] == "2021-2023"].set_index("municipality")["url"]
    assert urls.to_dict() == CONTRACT_TEXTS


def test_seven_forums_were_held_in_april_2021_each_on_its_day(activities):
    held = activities[(activities["type"] == "public_forum") & (activities["date_precision"] == "day")]
    april = held[(held["date"] >= "2021-04-01") & (held["date"] <= "2021-04-30")]
    assert {place: day.date() for place, day in zip(april["municipality"], april["date"], strict=True)} == FORUMS
    assert set(april["url"]) == FORUM_LINKS
    assert (
        april.set_index("municipality")["url"]["kukes"] == "https://www.facebook.com/cyp.kukes/videos/3969676976425829/"
    )


def test_neither_an_announcement_nor_a_signing_nor_a_presentation_is_an_eighth_forum(activities):
    of_2021 = activities[activities["date"].dt.year == 2021]
    assert (of_2021["type"] == "public_forum").sum() == len(FORUMS)
    told_apart = of_2021[of_2021["type"].isin(["contract_signing", "contract_presentation"])]
    assert dict(zip(told_apart["municipality"], told_apart["type"], strict=True)) == {
        "korce": "contract_signing",
        "vau-i-dejes": "contract_presentation",
    }
    assert "elbasan" not in set(of_2021["municipality"])


def test_the_link_of_the_newsletters_conference_stands_with_the_study(activities):
    conferences = activities[activities["type"] == "conference"].set_index("url")
    study = conferences.loc["https://www.facebook.com/POPNetworkAlbania/posts/1002284667099246"]
    assert pd.isna(study["date"])
    assert study["source"] == "http://qeverisjavendore.gov.al/amvv/11242-2/"
    dated = conferences[conferences["date"] == "2020-12-22"]
    assert dated.index.tolist() == dated["source"].tolist()


@pytest.mark.parametrize(("metric", "value"), FIGURES_2021.items())
def test_the_newsletters_figures_stand_as_published(figures, metric, value):
    own = figures[(figures["metric"] == metric) & (figures["source"] == NEWSLETTER) & figures["municipality"].isna()]
    assert own["value"].tolist() == [value]
    assert own["unit"].tolist() == ["count"]


def test_twelve_monitoring_reports_were_published_for_the_year_each_with_its_link(data):
    year = data.reports[data.reports["period_end"].dt.year == 2021]
    assert year.set_index("municipality")["url"].to_dict() == REPORTS
    late = year["municipality"].isin(JOINED_2021)
    assert set(year.loc[late, "monitoring_year"]) == {1}
    assert set(year.loc[~late, "monitoring_year"]) == {2}


def test_five_months_and_thirteen_are_not_the_same_period(data):
    year = data.reports[data.reports["period_end"].dt.year == 2021].set_index("municipality")
    for place in PLACES:
        start = year.loc[place, "period_start"].date()
        end = year.loc[place, "period_end"].date()
        wanted = (
            (date(2021, 8, 1), date(2021, 12, 31)) if place in JOINED_2021 else (date(2020, 9, 1), date(2021, 9, 30))
        )
        assert (start, end) == wanted, place


def test_every_municipality_has_its_one_achievement_in_the_newsletters_words(data):
    own = data.statements[data.statements["source"] == NEWSLETTER]
    assert own.set_index("municipality")["statement_sq"].to_dict() == ACHIEVEMENTS
    assert set(own["speaker"]) == {"network"}
    assert set(own["date_precision"]) == {"year"}


@pytest.mark.parametrize(
    ("place", "value", "cycle", "year"),
    [("tirane", 80, "2019-2023", 2), ("elbasan", 40, "2021-2023", 1), ("vlore", 76, "2019-2023", 4)],
)
def test_the_shares_published_for_a_municipality_stand_as_published(figures, place, value, cycle, year):
    own = figures[(figures["municipality"] == place) & (figures["metric"] == "share_addressed")]
    assert own[["value", "unit", "cycle", "monitoring_year"]].values.tolist() == [[value, "percent", cycle, year]]


def test_the_networks_first_year_is_101_priorities_17_58_25(figures):
    own = figures[
        (figures["monitoring_year"] == 1) & (figures["cycle"] == "2019-2023") & figures["municipality"].isna()
    ]
    assert own.set_index("metric")["value"].to_dict() == {
        "municipalities_total": 9,
        "priorities_total": 101,
        "share_fully": 17,
        "share_partially": 58,
        "share_not": 25,
    }


def test_the_share_of_the_whole_contract_is_74_5_from_both_pages(figures):
    own = figures[figures["value"] == 74.5]
    assert set(own["metric"]) == {"share_addressed"}
    assert own["monitoring_year"].isna().all()
    assert sorted(own["source"]) == ["https://popnetwork.al/en/about-project", "https://popnetwork.al/rreth-projektit/"]


def test_figures_that_are_not_exact_say_so(figures):
    qualified = figures.set_index(["metric", "value"])["qualifier"]
    assert qualified[("citizens_met", 2000)] == "more_than"
    assert qualified[("people_informed_online_tv_radio", 190_000)] == "about"
    assert qualified[("citizen_forums_planned", 36)] == "planned"


def test_seven_videos_were_made_with_municipal_leaders(activities):
    videos = activities[(activities["type"] == "video") & activities["municipality"].notna()]
    assert sorted(videos["municipality"]) == sorted(VIDEO_PLACES)
    assert set(videos["url"]) == VIDEO_LINKS


def test_both_national_conferences_are_linked(activities):
    links = set(activities[activities["type"] == "conference"]["url"])
    assert {
        "https://www.facebook.com/POPNetworkAlbania/posts/1002284667099246",
        "https://www.facebook.com/GADCAlbania/posts/4667053053382322",
    } <= links


def test_three_million_lek_stand_once_at_the_decision(data):
    amounts = data.campaign_stages.dropna(subset="amount_all")
    assert amounts[["municipality", "stage", "amount_all"]].values.tolist() == [["vau-i-dejes", "council", 3_000_000]]
    assert amounts["date"].tolist() == [pd.Timestamp("2021-12-23")]


@pytest.mark.parametrize(
    ("place", "stage", "expected"),
    [
        ("vlore", "in_budget", False),
        ("korce", "in_budget", False),
        ("korce", "delivered", True),
        ("kukes", "council", False),
        ("fier", "council", False),
        ("vau-i-dejes", "council", False),
    ],
)
def test_a_campaign_stands_where_the_newsletter_left_it(data, place, stage, expected):
    own = data.campaign_stages[
        (data.campaign_stages["municipality"] == place) & (data.campaign_stages["stage"] == stage)
    ]
    assert (own["expected"] == "yes").tolist() == [expected]


def test_consolidated_is_not_delivered(data):
    stages = data.campaign_stages.set_index("municipality")
    assert stages.loc[["kukes"], "stage"].tolist() == stages.loc[["fier"], "stage"].tolist() == ["council"]
    assert "konsoliduar" in stages.loc["kukes", "note"]
    assert "mars 2022" in stages.loc["fier", "note"]


def test_only_the_verdict_whose_word_is_cut_off_has_to_be_confirmed(data):
    doubtful = data.assessments[data.assessments["to_confirm"] == "yes"]
    assert doubtful["priority"].tolist() == ["durres/2019-2023/7"]


def test_verdicts_of_the_first_year_are_those_that_are_public(data):
    counts = data.assessments.groupby(["municipality", "status"]).size()
    assert counts.to_dict() == {
        ("durres", "not_addressed"): 1,
        ("durres", "partially"): 6,
        ("fier", "not_addressed"): 2,
        ("fier", "partially"): 3,
    }
    assert set(data.assessments["monitoring_year"]) == {1}


def test_a_later_event_does_not_change_a_verdict(data):
    verdict = data.assessments.set_index("priority").loc["fier/2019-2023/5", "status"]
    later = data.evidence[data.evidence["priority"] == "fier/2019-2023/5"]
    assert verdict == "not_addressed"
    assert len(later) > 0


def test_both_dates_of_the_conference_are_kept(data):
    about = data.contradictions[data.contradictions["subject_sq"].str.contains("Pjesëmarrja dhe Përgjegjësia")].iloc[0]
    assert "22.6.2020" in about["version_a_sq"]
    assert "22.12.2020" in about["version_b_sq"]
    assert about["source_a"] == NEWSLETTER
    assert about["source_b"].startswith("https://gadc.org.al/")


@pytest.mark.parametrize(
    ("subject", "one", "other"),
    [
        ("Ku u prezantua Raporti", "Konferencën Kombëtare", "titull tjetër"),
        ("80%", "Viti i dytë", "gjatë dy viteve"),
        ("një forum me kandidatët", "Elbasanin", "pa Elbasanin"),
        ("prioritetit 4 të Fierit", "nënshkruar", "monitorimit"),
        ("rrjeti në vitin 2019", "11", "9"),
        ("pas vitit 2023", "12", "10"),
        ("sipas viteve", "9", "12"),
        ("buxhetin e vitit 2022", "4 çështje", "pesë bashki"),
    ],
)
def test_what_sources_disagree_on_is_kept_in_both_versions(data, subject, one, other):
    rows = data.contradictions[data.contradictions["subject_sq"].str.contains(subject, regex=False)]
    assert len(rows) == 1
    assert one in rows["version_a_sq"].iloc[0]
    assert other in rows["version_b_sq"].iloc[0]


def test_nothing_stands_without_its_source(data):
    for table in ("contracts", "priorities", "assessments", "reports", "activities", "statements", "published_figures"):
        frame = data[table]
        sources = frame["source"].notna() | (frame["url"].notna() if "url" in frame else False)
        assert sources.all(), table


def test_the_survey_is_not_public_and_so_is_empty(data):
    assert data.survey.empty


def test_no_foreign_letter_is_left(data):
    for name, frame in data.tables.items():
        for column in frame.select_dtypes("str"):
            assert not frame[column].str.contains("[а-яёЁēĒ]", regex=True, na=False).any(), (name, column)
