"""Kills a writer at each step of its way: killed_writer.py WRITER FOLDER STEPS; prints what stood there afterwards.

Of the steps those at its end, and others evenly, so many. Each attempt is a process of its own, forked, which ends
itself with SIGKILL just before its n-th call to the system.
"""

import json
import os
import signal
import stat
import sys
from pathlib import Path

from pop_analysis import atomic
from pop_analysis.commands.output import put_copy, put_text
from pop_analysis.runner import job
from pop_analysis.runner.manifest import write_manifest
from pop_analysis.runner.plan import Plan, Report
from pop_analysis.site.data_archive import write_site_data
from pop_analysis.site.index import write_index
from pop_analysis.site.pdf import print_pages
from pop_analysis.site.social_cards import write_cards
from pop_analysis.site.web_folder import write_web_folder

CALLS = {"write", "close", "open", "mkdir", "rename", "replace", "unlink", "rmdir", "fsync", "scandir", "truncate"}


def plan(edition):
    texts = {"text": {"en": f"edition {edition}"}}
    return Plan([Report(f"place-{n}", Path("place.ipynb"), {}, "en", f"Place {edition}", card=texts) for n in range(2)])


def results():
    return [job.Result(f"place-{n}", "made", sha256="0") for n in range(2)]


def page(folder, edition):
    job._execute = lambda *_: (executed(edition), None)
    job._page = lambda *_: f"<p>{edition}</p>" * 1000
    with atomic.unfinished(folder) as work:
        made = job.run_one(plan(edition).reports[0], folder, folder, work)
    assert made.good, made


def executed(edition):
    from nbformat.v4 import new_markdown_cell, new_notebook

    return new_notebook(cells=[new_markdown_cell(f"edition {edition} " * 1000, id="one")])


def pages(folder, edition):
    """Pages for what is made of finished pages: not what is looked at."""
    for n in range(2):
        (folder / f"place-{n}.html").write_text(f"<p>edition {edition}</p>")


def pdf(folder, edition):
    pages(folder, edition)
    browser = folder / "browser.sh"
    browser.write_text(
        f'#!/bin/sh\nfor each; do case $each in --print-to-pdf=*) echo "%PDF {edition}" > "${{each#*=}}";; esac; done\n'
    )
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    os.environ["CHROMIUM"] = str(browser)
    list(print_pages(folder, ["place-0", "place-1"]))


def web(folder, edition):
    pages(folder, edition)
    write_web_folder(folder)


def archive(folder, edition):
    (folder / ".tables").mkdir(exist_ok=True)
    (folder / ".tables" / "a.csv").write_text(f"edition\n{edition}\n" * 1000)
    write_site_data(folder / ".tables", folder)


def processed(folder, edition):
    import pandas as pd

    from pop_analysis.model import load_model
    from pop_analysis.reading.dataset import Dataset
    from pop_analysis.storage.processed import write_processed

    finding = {"code": f"edition {edition}", "severity": "note", "file": "", "sheet": "", "cell": "", "value": ""}
    findings = pd.DataFrame([finding | {"message_sq": "", "message_en": ""}])
    write_processed(Dataset({}, load_model(), findings), folder / "p")


def without_exchange(folder, edition):
    """As on a system that lets no two folders change places in one step."""
    atomic._exchanged = lambda *_: False
    web(folder, edition)


def example(folder, edition):
    from pop_analysis.synthetic import make_example

    make_example(folder, municipalities=1, years=1, seed=edition)


def cards(folder, edition):
    write_cards(plan(edition), results(), folder, None)


def sent(folder, edition):
    put_text(f"edition {edition}" * 1000, folder / "replies_sent.json")


def copy(folder, edition):
    (folder / ".from").write_text(f"edition {edition}" * 1000)
    put_copy(folder / ".from", folder / "reply.xlsx")


WRITERS = {
    "page": (page, ["place-0.html", "notebooks/place-0.ipynb"]),
    "manifest": (lambda folder, n: write_manifest(plan(n), results(), folder, folder), ["manifest.json"]),
    "index": (lambda folder, n: write_index(plan(n), results(), folder), ["index.html"]),
    "cards": (
        lambda folder, n: write_cards(plan(n), results(), folder, None),
        ["cards/cards.json", "cards/place-0.svg"],
    ),
    "pdf": (pdf, ["pdf/place-0.pdf", "pdf/place-1.pdf"]),
    "data.zip": (archive, ["data.zip"]),
    "web": (web, ["web"]),
    "web, in two steps": (without_exchange, ["web"]),
    "processed": (processed, ["p"]),
    "replies sent": (
        lambda folder, n: put_text(f"edition {n}" * 1000, folder / "replies_sent.json"),
        ["replies_sent.json"],
    ),
    "reply": (copy, ["reply.xlsx"]),
    "example": (example, ["network.xlsx", "lumebardhe.xlsx"]),
}


def content(path):
    """What stands there: of a folder, all that is in it."""
    if path.is_dir():
        return {each.relative_to(path).as_posix(): content(each) for each in sorted(path.rglob("*")) if each.is_file()}
    return path.read_bytes() if path.is_file() else None


def attempt(write, folder, edition, step=None):
    """Write in a process of its own, killed before its call number ``step``; return its status and how many it made."""
    told, telling = os.pipe()
    process = os.fork()
    if not process:
        made = 0

        def count(_, event, called):
            nonlocal made
            if event == "c_call" and called.__name__ in CALLS:
                made += 1
                if made == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.setprofile(count)
            write(folder, edition)
            sys.setprofile(None)
            os.write(telling, str(made).encode())
        finally:
            sys.setprofile(None)
            os._exit(1 if not made else 0)
    os.close(telling)
    _, status = os.waitpid(process, 0)
    calls = int(os.read(told, 20) or 0)
    os.close(told)
    return status, calls


def main(name, folder, most):
    write, targets = WRITERS[name]
    write(folder, 0)  # imports what it needs: a fork has it
    places = [folder / target for target in targets]

    def states():
        return [content(place) for place in places]

    old = states()
    status, calls = attempt(write, folder, 1)
    assert status == 0
    assert calls > 3
    new = states()
    assert all(a != b for a, b in zip(old, new, strict=True)), "an edition that cannot be told from the other"
    steps = range(1, calls + 1)
    steps = [n for n in steps if calls - n < most / 2 or n % (1 + 2 * calls // most) == 0]
    broken, left, seen = [], [], set()
    for step in steps:
        assert attempt(write, folder, 0)[0] == 0
        status, _ = attempt(write, folder, 1, step)
        assert status == signal.SIGKILL, (step, status)
        if name == "web, in two steps":
            atomic.clear(folder)
        for target, now, one, two in zip(targets, states(), old, new, strict=True):
            seen.add("old" if now == one else "new")
            if now not in (one, two):
                broken.append((step, target))
        assert attempt(write, folder, 1)[0] == 0  # the next start
        if states() != new:
            broken.append((step, "the next one"))
        left += [str(each.relative_to(folder)) for each in folder.rglob(f"{atomic.PREFIX}*")]
    print(json.dumps({"killed": len(steps), "broken": broken, "left": left, "seen": sorted(seen)}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
