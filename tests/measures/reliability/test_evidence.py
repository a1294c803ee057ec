"""Evidence is counted, none is zero and is shown; citizens stand beside the verdict and never in its place."""

from pop_analysis.measures import citizens_beside_assessments, evidence_counts


def test_a_priority_without_evidence_stays_with_zero(judged):
    own = {"municipality": "lumas", "contract": "lumas/2019-2023", "cycle": "2019-2023"}
    pieces = [own | {"priority": "lumas/2019-2023/1", "kind": kind} for kind in ("photo", "photo", "budget")]
    pieces[0]["url"] = "https://example.org/1"
    counts = evidence_counts(judged({"lumas": {1: "FP"}}, evidence=pieces))
    assert counts[["number", "pieces", "linked"]].values.tolist() == [[1, 1, 0], [1, 2, 1], [2, 0, 0]]
    assert counts["kind"].tolist()[:2] == ["budget", "photo"]


def test_every_piece_is_counted_once(example, data):
    for each in (example, data):
        assert evidence_counts(each)["pieces"].sum() == len(each.evidence)


def test_citizens_stand_beside_the_verdict_of_the_same_year(judged):
    own = {"municipality": "lumas", "contract": "lumas/2019-2023", "cycle": "2019-2023"}
    score = own | {"score": 2.5, "score_top": 5, "respondents": 20}
    scores = [score | {"priority": "lumas/2019-2023/1", "monitoring_year": year} for year in (1, 2)]
    found = citizens_beside_assessments(judged({"lumas": {1: "F"}}, citizens_scores=scores))
    assert found["status"].tolist() == ["fully", "not_assessed"]
    assert found["score"].tolist() == [2.5, 2.5]


def test_a_verdict_is_never_made_of_a_score(example):
    kept = citizens_beside_assessments(example)
    assert len(kept) == len(example.citizens_scores) > 0
