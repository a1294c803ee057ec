"""Every sentence of the pages stands in every language, with the same words to fill in."""

import ast
import re
import string
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from read_aloud import leaves

import pop_analysis
from pop_analysis.runner.job import Result

# Four words or more, the first with a capital letter, and the end of a sentence.
SENTENCE = re.compile(r"^\W*[A-ZÇË][a-zçë]+(?: \S+){3,}[.:!?]", re.DOTALL)
ALBANIAN = re.compile(r"^(?=.*[ëç])(?:\S+ ){3,}", re.DOTALL)
# English only: help of options as click writes it, documents that are made, the descriptor of a Data Package.
ENGLISH = {"cli/making.py", "cli/documentation.py", "exhibits/quantities.py", "storage/descriptor.py"}


def forms_of(value):
    return value if isinstance(value, Mapping) else {"": value}


def words_in(value):
    return {
        name
        for form in forms_of(value).values()
        for _, name, _, _ in string.Formatter().parse(form)
        if name is not None
    }


@pytest.fixture(scope="module")
def texts(root):
    folder = root / "pop_analysis" / "locale"
    return {path.stem: dict(leaves(yaml.safe_load(path.read_text(encoding="utf-8")))) for path in folder.glob("*.yml")}


def test_there_is_a_file_for_every_language_of_the_network(texts, model):
    assert set(texts) == set(model.languages)


def test_both_languages_have_exactly_the_same_keys(texts):
    assert set(texts["sq"]) == set(texts["en"])


def test_a_sentence_fills_in_the_same_words_in_both_languages(texts):
    different = {key: (words_in(texts["sq"][key]), words_in(texts["en"][key])) for key in texts["sq"]}
    assert {key: words for key, words in different.items() if words[0] != words[1]} == {}


def test_what_has_plural_forms_has_them_in_both_languages(texts):
    for key in texts["sq"]:
        forms = [forms_of(texts[language][key]) for language in ("sq", "en")]
        assert set(forms[0]) == set(forms[1]), key
        if set(forms[0]) != {""}:
            assert {"one", "other"} <= set(forms[0]), key


def test_no_sentence_is_empty_or_the_same_in_both_languages_by_mistake(texts):
    shared = {"language", "alphabet", "unit.separators", "unknowns.none"}
    for key, value in texts["sq"].items():
        assert all(isinstance(form, str) and form.strip() for form in forms_of(value).values()), key
        longer = max(forms_of(value).values(), key=len)
        if key not in shared and len(longer.split()) > 4:
            assert longer not in forms_of(texts["en"][key]).values(), key


def test_every_key_the_code_names_is_there(texts, root):
    called = re.compile(r"""words\(\s*"([a-z_.]+)"[,)]""")
    source = "".join(path.read_text(encoding="utf-8") for path in (root / "pop_analysis" / "exhibits").rglob("*.py"))
    named = set(called.findall(source))
    assert len(named) > 60
    assert named - set(texts["sq"]) == set()


def test_albanian_quotes_are_the_curly_ones(texts):
    straight = [key for key, value in texts["sq"].items() if any('"' in form for form in forms_of(value).values())]
    assert straight == []


def test_every_reason_a_report_can_fail_for_has_its_advice(texts, root):
    advice = {key.removeprefix("site.advice.") for key in texts["sq"] if key.startswith("site.advice.")}
    source = "".join(path.read_text(encoding="utf-8") for path in (root / "pop_analysis" / "runner").rglob("*.py"))
    named = set(re.findall(r'(?:Failure\(|failed\(report, .*?, |reason = )"([a-z_]+)"', source))
    assert {"disk", "kernel", "page", "report_time", "worker"} <= named <= advice
    for reason in advice:
        failed = Result("a", "failed", reason=reason, named={"notebook": "a.ipynb", "limit": 3, "jobs": 1})
        assert failed.advice("sq") != failed.advice("en") != ""


def test_no_sentence_for_people_stands_in_the_code(root):
    """No Albanian one at all, and no English one in a constant; what is raised stands where it is raised."""
    found = {}
    for path in sorted((root / "pop_analysis").rglob("*.py")):
        where = path.relative_to(root / "pop_analysis").as_posix()
        if where.startswith(("synthetic/", "model/")):  # what the invented network says; what keys of YAML mean
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = [text for text in texts_below(tree.body) if ALBANIAN.search(text)]
        if where not in ENGLISH:
            constants = [each for each in tree.body if isinstance(each, ast.Assign | ast.AnnAssign)]
            said += [text for text in texts_below(constants) if SENTENCE.search(text)]
        if said:
            found[where] = said
    assert found == {}


def texts_below(nodes):
    """Every text of the code but docstrings, which stand alone."""
    below = [each for node in nodes for each in ast.walk(node)]
    alone = {id(each.value) for each in below if isinstance(each, ast.Expr)}
    texts = (each for each in below if isinstance(each, ast.Constant) and isinstance(each.value, str))
    return [each.value for each in texts if id(each) not in alone]


def test_a_sentence_of_the_program_comes_without_pandas():
    code = "import sys; from pop_analysis.locale import in_every_language as said; print(said('commandline.good'))"
    code += "; print([m for m in ('pandas', 'babel', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    english, albanian, heavy = done.stdout.splitlines()
    assert (english, heavy) == ("All is well: nothing to mend", "[]")
    assert albanian == "Në rregull: asgjë për t'u ndrequr"


@pytest.mark.parametrize("path", sorted(Path(pop_analysis.__file__).parent.rglob("*.yml")), ids=lambda path: path.name)
def test_no_key_of_a_declared_file_stands_twice(path):
    waiting = [yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert len(keys) == len(set(keys)), f"{path.name}:{node.start_mark.line + 1}"
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def test_no_sentence_holds_a_number_of_its_own(texts):
    """A number that stands in a sentence is filled in, with what it counts: nobody forgets to look after it."""
    holding = {
        f"{language} {key}"
        for language, each in texts.items()
        for key, value in each.items()
        for form in forms_of(value).values()
        if re.search(r"\d", form)
    }
    assert holding == set()
