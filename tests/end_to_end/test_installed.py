"""What others install: the wheel in an empty folder, and the package where the system is not Linux."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What Windows lacks: modules, and names of modules that are there.
POSIX = ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty")
NAMES = {
    "os": ["fork", "geteuid", "getuid", "kill", "killpg", "pidfd_open", "set_blocking", "setsid", "wait", "WNOHANG"],
    "signal": ["SIGKILL", "SIGHUP", "SIGCHLD", "SIGALRM", "pthread_sigmask"],
    "select": ["poll", "epoll"],
}
# Everything is imported once, with the third parties' own modules, which know Windows; then ours are imported anew as
# if there were no POSIX. Only what our modules ask for is refused.
WITHOUT_POSIX = """
import builtins, importlib, json, os, pkgutil, sys
import pop_analysis
modules = [each.name for each in pkgutil.walk_packages(pop_analysis.__path__, "pop_analysis.")
           if not each.name.endswith("__main__")]
for name in modules:
    importlib.import_module(name)
from pop_analysis.reading import read_folder
expected = read_folder(sys.argv[1]).version
for name in [name for name in sys.modules if name.split(".")[0] == "pop_analysis"]:
    del sys.modules[name]
posix, names = json.loads(sys.argv[2])
ordinary = builtins.__import__
def refusing(name, globals=None, *rest, **named):
    if name in posix and (globals or {}).get("__name__", "").startswith("pop_analysis"):
        raise ImportError(f"no {name} here, for {globals['__name__']}")
    return ordinary(name, globals, *rest, **named)
builtins.__import__ = refusing
sys.platform = "win32"
for module, gone in names.items():
    for name in gone:
        delattr(sys.modules[module], name)
for name in modules:
    importlib.import_module(name)
from pop_analysis.reading import read_folder
from pop_analysis.runner.engine import may_fork
from pop_analysis.runner.limits import Limits
Limits().hold_memory()
print(len(modules), may_fork(), read_folder(sys.argv[1]).version == expected)
"""


def test_without_anything_of_posix_every_module_is_imported_and_workbooks_are_read(example_folder):
    arguments = [str(example_folder), json.dumps([POSIX, NAMES])]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_POSIX, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    count, forks, same = done.stdout.split()
    assert int(count) > 150
    assert (forks, same) == ("False", "True")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built as `make wheel` builds it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    [path] = folder.glob("*.whl")
    return path


@pytest.mark.slow
def test_the_wheel_holds_all_that_git_holds_of_the_package(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info" not in name}
    listed = subprocess.run(
        ["git", "ls-files", "pop_analysis", "notebooks"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    own = {f"pop_analysis/{name}" if name.startswith("notebooks/") else name for name in listed.stdout.split()}
    own |= {f"pop_analysis/docs/troubleshooting{language}.md" for language in ("", ".sq")}  # messages point there
    assert "pop_analysis/py.typed" in own
    assert held == own


@pytest.mark.slow
def test_the_wheel_alone_makes_pages_in_an_empty_folder(wheel, tmp_path):
    site, project = tmp_path / "site", tmp_path / "project"
    project.mkdir()
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel)]
    subprocess.run(install, check=True)
    environment = {**os.environ, "PYTHONPATH": str(site)}  # before the project's own folder

    def run(*words):
        command = [sys.executable, "-m", "pop_analysis.cli", *words]
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    where = [sys.executable, "-c", "import pop_analysis; print(pop_analysis.__file__)"]
    found = subprocess.run(where, cwd=project, env=environment, capture_output=True, text=True, check=True).stdout
    assert Path(found.strip()).is_relative_to(site)
    assert "report" in run("--help")
    run("example", "data/raw", "--municipalities", "2", "--years", "1")
    run("template", "empty.xlsx", "--municipality", "Lumëbardhë")
    run("report", "--language", "en")
    made = {path.name for path in (project / "reports").glob("*.html")}
    assert {"index.html", "network-en.html", "municipality-lumebardhe-en.html"} <= made
    assert not (project / "notebooks").exists()
