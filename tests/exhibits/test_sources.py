"""Where a promise was taken from is said, and wherever a source is linked its archived copy stands beside it."""

import pytest

from pop_analysis import exhibits

CYCLE = "2019-2023"
PAGE, ARCHIVE = "https://lumas.example/page", "https://archive.example/page"
OWN = {"municipality": "lumas", "contract": f"lumas/{CYCLE}", "cycle": CYCLE}
FIRST = OWN | {"priority": f"lumas/{CYCLE}/1"}
EVIDENCE = FIRST | {"kind": "council_decision", "url": PAGE, "archived_url": ARCHIVE}


def chapter(story, label):
    return [[(span.text, span.url) for span in line.spans] for each in story.chapters if each.label == label
            for line in each.lines]  # fmt: skip


def priorities(*sources):
    return [
        OWN
        | {"priority": f"lumas/{CYCLE}/{number}", "number": number, "title_sq": f"P{number}", "theme": "water"}
        | {"source": source}
        for number, source in enumerate(sources, 1)
    ]


@pytest.mark.parametrize(("language", "label"), [("en", "Source of the priority"), ("sq", "Burimi i prioritetit")])
def test_an_entry_and_the_tables_say_where_the_promise_was_taken_from(judged, language, label):
    given = priorities(PAGE, "faqja 4 e kontratës", "javascript:alert(1)", None)
    data = judged({"lumas": {1: "FPN-"}}, priorities=given, evidence=[EVIDENCE | {"archived_url": None}])
    stories = exhibits.priority_stories(data, "lumas", CYCLE, language=language).stories
    said = [chapter(story, label) for story in stories]
    assert said[0] == [[(PAGE, PAGE)]]
    assert [line[0][1] for found in said[1:3] for line in found] == [None, None]
    assert "faqja 4" in said[1][0][0][0]
    assert said[2] == [[("javascript:alert(1)", None)]]  # shown as it was typed, and leads nowhere
    assert said[3] == []
    several = judged({"lumas": {1: "F"}}, priorities=priorities(f"{PAGE}; {ARCHIVE}"))
    (story,) = exhibits.priority_stories(several, "lumas", CYCLE, language=language).stories
    assert chapter(story, label) == [[(PAGE, PAGE)], [(ARCHIVE, ARCHIVE)]]
    table = exhibits.priorities_table(data, "lumas", CYCLE, language=language).frame
    assert table[label].tolist() == [PAGE, "faqja 4 e kontratës", "javascript:alert(1)", ""]
    assert exhibits.evidence_table(data, "lumas", CYCLE, language=language).frame[label].tolist() == [PAGE]


def test_where_no_source_of_a_promise_is_known_there_is_neither_line_nor_column(judged):
    data = judged({"lumas": {1: "FP"}})
    assert "Source of the priority" not in exhibits.priorities_table(data, "lumas", CYCLE, language="en").frame
    for story in exhibits.priority_stories(data, "lumas", CYCLE, language="en").stories:
        assert chapter(story, "Source of the priority") == []


def linked(data, language="en"):
    """Name → block, for all that links to a source."""
    place = {"language": language}
    return {
        "entry": exhibits.priority_stories(data, "lumas", CYCLE, **place),
        "priorities": exhibits.priorities_table(data, "lumas", CYCLE, **place),
        "evidence": exhibits.evidence_table(data, "lumas", CYCLE, **place),
        "contracts": exhibits.contracts_table(data, **place),
        "reports": exhibits.reports_table(data, **place),
        "statements": exhibits.statements_table(data, **place),
        "activities": exhibits.activities_table(data, ["conference"], **place),
        "citizens": exhibits.citizens_table(data, **place),
        "ladder": exhibits.campaign_ladder_chart(data, **place),
        "timeline": exhibits.timeline_chart(data, **place),
        "contradictions": exhibits.contradictions_table(data, **place),
        "head": exhibits.municipality_head(data, "lumas", CYCLE, **place),
        "accounts": exhibits.accounts_list(data, 2021, "videos", **place),
    }


def everywhere(judged, evidence):
    day = {"date": "2021-05-04", "date_end": "2021-05-04", "date_precision": "day"}
    place, source = {"municipality": "lumas"}, {"source": PAGE}
    campaign = place | {"campaign": "lumas/lights", "title_sq": "Dritat"}
    tables = {
        "priorities": priorities(PAGE),
        "evidence": evidence,
        "contracts": [OWN | {"url": PAGE}],
        "reports": [OWN | {"monitoring_year": 1, "url": PAGE}],
        "statements": [place | day | source | {"statement_sq": "Mirë", "speaker": "mayor", **FIRST}],
        "activities": [place | day | source | {"type": "conference", "title_sq": "Takim"}],
        "citizens_scores": [FIRST | source | {"monitoring_year": 1, "score": 3.0, "score_top": 5.0}],
        "campaigns": [campaign | source],
        "campaign_stages": [campaign | day | source | {"stage": "petition"}],
        "contradictions": [place | {"subject_sq": "n", "version_a_sq": "1", "version_b_sq": "2", "source_a": PAGE}],
        "accounts": [{"calendar_year": 2021, "section": "videos", "position": 1, "text_sq": "Video.", "source": PAGE}],
    }
    return judged({"lumas": {1: "F"}}, **tables)


def test_wherever_a_source_is_linked_its_archived_copy_stands_beside_it(judged):
    with_copy, without = everywhere(judged, [EVIDENCE]), everywhere(judged, [EVIDENCE | {"archived_url": None}])
    for name, block in linked(with_copy).items():
        assert PAGE in str(block.to_json()), name
        assert ARCHIVE in str(block.to_json()), name
    for name, block in linked(without).items():
        assert ARCHIVE not in str(block.to_json()), name
        assert "archived copy" not in str(block.to_json()), name


def test_a_copy_is_shown_only_of_the_very_address_and_only_where_it_opens(judged):
    for copy, url in ((ARCHIVE, f"{PAGE}/2"), ("javascript:alert(1)", PAGE), (PAGE, PAGE)):
        data = everywhere(judged, [EVIDENCE | {"archived_url": copy, "url": url}])
        assert "archived copy" not in str(exhibits.contracts_table(data, language="en").to_json()), copy


def test_a_copy_says_in_tables_of_which_column_it_is(judged):
    frame = exhibits.contracts_table(everywhere(judged, [EVIDENCE]), language="sq").frame
    assert frame["Burimi: kopja në arkiv"].tolist() == [ARCHIVE]


def test_of_two_copies_of_one_address_each_row_has_its_own(judged):
    later = "https://archive.example/later"
    pieces = [EVIDENCE, EVIDENCE | {"kind": "media", "archived_url": later}]
    data = judged({"lumas": {1: "F"}}, priorities=priorities(None), evidence=pieces)
    table = exhibits.evidence_table(data, "lumas", CYCLE, language="en").frame
    assert sorted(table["Source: archived copy"]) == sorted([ARCHIVE, later])
    (story,) = exhibits.priority_stories(data, "lumas", CYCLE, language="en").stories
    assert sorted(line[-1][1] for line in chapter(story, "Evidence")) == sorted([ARCHIVE, later])


def test_several_addresses_in_one_cell_are_links_below_a_chart_too_and_are_in_no_language(judged):
    both = {"source": f"{PAGE}; {ARCHIVE}"}
    day = {"date": "2021-05-04", "date_end": "2021-05-04", "date_precision": "day"}
    own = {"municipality": "lumas", "campaign": "lumas/lights", "title_sq": "Dritat"}
    statement = {"municipality": "lumas", "statement_sq": "Mirë", "speaker": "mayor"} | FIRST | day | both
    tables = {"campaigns": [own], "campaign_stages": [own | day | both | {"stage": "petition"}]}
    data = judged({"lumas": {1: "F"}}, priorities=priorities(None), statements=[statement], **tables)
    ladder = exhibits.campaign_ladder_chart(data, language="en")
    assert [each.url for each in ladder.sources] == [PAGE, ARCHIVE]
    assert '"language"' not in str([row[-1] for row in ladder.to_json()["table"]["rows"]])
    (story,) = exhibits.priority_stories(data, "lumas", CYCLE, language="en").stories
    said = [span for each in story.chapters for line in each.lines for span in line.spans if span.url]
    assert [span.url for span in said if "report" not in span.text.lower()][-2:] == [PAGE, ARCHIVE]
