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

# Four words or more, one after the other.
SENTENCE = re.compile(r"(?<![\w@<-])(?:[^\W\d_]+['’]?[^\W\d_]*[,:;]? +){3,}[^\W\d_]{2,}")
# What these raise is read at a terminal, by who does not write Python.
SPEAKS = ("cli/", "commands/", "pages/", "site/", "storage/", "workbooks/")
# What keys of YAML mean; documents and a descriptor that are made; the invented network, in its two languages; words
# that are looked for (what was found is told by its code).
MADE = (
    "cli/documentation.py",
    "documented.py",
    "exhibits/quantities.py",
    "measures/states.py",
    "storage/descriptor.py",
)
LOOKED_FOR = ("reading/", "pages/sanitise.py", "runner/process_ended.py")
IN_ENGLISH = ("model/", *MADE, "synthetic/", *LOOKED_FOR)


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
    declared = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in folder.glob("*.yml")}
    for each in declared.values():
        del each["nouns"]  # each language has forms of its own, and an English place has no article to go with it
    return {language: dict(leaves(each)) for language, each in declared.items()}


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
    """No Albanian one at all; English ones only for who writes Python, and where a list below says so."""
    found = {}
    for path in sorted((root / "pop_analysis").rglob("*.py")):
        where = path.relative_to(root / "pop_analysis").as_posix()
        if where.startswith(IN_ENGLISH):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        passed = set() if where.startswith(SPEAKS) else below(tree, ast.Raise | ast.Assert)
        said = [text for node, text in texts_of(tree) if id(node) not in passed and SENTENCE.search(text)]
        if said:
            found[where] = said
    assert found == {}


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ('raise WrongUse(f"there is no folder {path}")', True),
        ('click.echo(f"{n} pages are made of {these}")', True),
        ('ADVICE = "Install it again, please."', True),
        ('click.option("--jobs", help="How many at once, at most.")', False),
        ('def f():\n    """Return what it is of."""', False),
        ('log.warning("%s has ended and another begins")', False),
        ('SIGNS = re.compile(r"nga|te|prej|mbi")', False),
        ('words = sentence("wrong_use.no_file", language)', False),
    ],
)
def test_a_sentence_in_the_code_is_seen(code, seen):
    assert any(SENTENCE.search(text) for _, text in texts_of(ast.parse(code))) is seen


def below(tree, kind):
    return {id(inner) for node in ast.walk(tree) if isinstance(node, kind) for inner in ast.walk(node)}


def texts_of(tree):
    """Every text of the code, formatted ones without their values; no docstring, help of an option, or log."""
    nodes = list(ast.walk(tree))
    helps = [node.value for node in nodes if isinstance(node, ast.keyword) and node.arg == "help"]
    named = {each.id for each in helps if isinstance(each, ast.Name)}
    left = [node.value for node in nodes if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    left += helps
    left += [node for node in nodes if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in named]
    left += [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("log.")]
    left += [part for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values]
    passed = {id(each) for node in left for each in ast.walk(node)}
    for node in nodes:
        if id(node) not in passed and isinstance(node, ast.JoinedStr):
            yield node, "".join(part.value if isinstance(part, ast.Constant) else "" for part in node.values)
        elif id(node) not in passed and isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, node.value


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
    """A number in a sentence of a page is filled in, with what it counts: nobody forgets to look after it."""
    holding = {
        f"{language} {key}"
        for language, each in texts.items()
        for key, value in each.items()
        for form in forms_of(value).values()
        if not key.startswith("wrong_use.") and re.search(r"\d", form)
    }
    assert holding == set()
