"""The same pages for a web server: they share one plotly.js of each build there is need of, instead of one in each.

The pages that open from an e-mail or a USB stick stay as they are; this makes a second folder beside them. From a disk
its charts are not drawn, because browsers check a shared file only when a server hands it out: the tables are there.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from pop_analysis import atomic
from pop_analysis.atomic import new_folder
from pop_analysis.locale import in_every_language
from pop_analysis.pages.plotly_bundle import plotly_source, script_hash
from pop_analysis.runner.withdrawn import withdrawn_pages
from pop_analysis.site.data_archive import DATA
from pop_analysis.site.social_cards import CARDS
from pop_analysis.site.social_cards import TEXTS as CARD_TEXTS

WEB = "web"
LISTED = ".web-files.json"  # what the last run put into that folder
ASSETS, DOWNLOADS = "assets", "files"
PLOTLY = re.compile(r'<script type="application/gzip\+base85" id="plotly" data-build="(basic|whole)">[^<]*</script>')
WORKBOOK = re.compile(r'<script type="application/xlsx\+base64" id="workbook">([^<]*)</script>')
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
OWN_STYLES = "style-src 'unsafe-inline'"
TAKEN_ALONG = ("pdf", CARDS)
ADDRESS = re.compile(r'<meta property="og:url" content="([^"]*/)[^"/]*">')
LARGE = '"twitter:card" content="summary_large_image"'


def write_web_folder(out: Path) -> Path:
    """Write ``out/web`` from the finished pages in ``out``, swapped in as a whole; return its path.

    A page asks for nothing but what is in this folder: plotly.js, the pages' script and style, and its own workbook
    when a reader wants it. Scripts run only when their hash is the one the page's policy names.

    Raises ``FileExistsError`` when something stands in ``out/web`` that was not put there so.
    """
    _refuse_to_replace(out / WEB, out / LISTED)
    with new_folder(out / WEB) as made:
        for folder in (ASSETS, DOWNLOADS):
            (made / folder).mkdir()
        for page in sorted(out.glob("*.html")):
            html, needed = light_page(page.read_text(encoding="utf-8"), page.stem)
            if (out / CARDS / f"{page.stem}.png").is_file():
                html = with_picture(html, page.stem)
            (made / page.name).write_text(html, encoding="utf-8", newline="\n")
            for name, content in needed.items():
                (made / name).write_bytes(content)
        for path in _taken_along(out):
            place = made / path.relative_to(out)
            place.parent.mkdir(exist_ok=True)
            shutil.copy(path, place)
        atomic.write(out / LISTED, json.dumps(_files(made), indent=1) + "\n")
    return out / WEB


def with_picture(html: str, name: str) -> str:
    """Tell social networks of a page's card, where the page says under which address it stands.

    >>> with_picture('<meta property="og:url" content="https://a.al/x/fier-sq.html">', "fier-sq").split(">")[1]
    '<meta property="og:image" content="https://a.al/x/cards/fier-sq.png"'
    """
    if not (found := ADDRESS.search(html)):
        return html
    picture = f"{found[1]}{CARDS}/{name}.png"
    told = f'{found[0]}<meta property="og:image" content="{picture}"><meta name="twitter:image" content="{picture}">'
    return html.replace(found[0], told, 1).replace('"twitter:card" content="summary"', LARGE, 1)


def _taken_along(out: Path) -> Iterator[Path]:
    """What was made of the pages, and nothing that somebody has laid beside it."""
    own = (CARD_TEXTS, *(page.stem for page in out.glob("*.html")))
    for folder in TAKEN_ALONG:
        yield from sorted(path for path in (out / folder).glob("*") if path.is_file() and path.name.startswith(own))
    if (out / DATA).is_file():
        yield out / DATA
    yield from (out / page.file for page in withdrawn_pages(out))


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _refuse_to_replace(web: Path, listed: Path) -> None:
    """What somebody else has put into the folder would go with the old pages."""
    known = set(json.loads(listed.read_text(encoding="utf-8"))) if listed.is_file() else set()
    others = [name for name in (_files(web) if web.is_dir() else ()) if name not in known]
    if others:
        raise FileExistsError(in_every_language("wrong_use.file.others", folder=web.name, files=", ".join(others[:3])))


def light_page(html: str, name: str) -> tuple[str, dict[str, bytes]]:
    """Return a page without what it can ask its server for, and those files: their place and what is in them."""
    needed: dict[str, bytes] = {}
    if found := PLOTLY.search(html):
        source = plotly_source("basic" if found[1] == "basic" else "whole")
        place = _asset(needed, "plotly", "min.js", source)
        there = (
            f'<script type="application/plotly" id="plotly" data-shared="{place}" data-hash="{script_hash(source)}">'
        )
        html = PLOTLY.sub(f"{there}</script>", html)
    if found := WORKBOOK.search(html):
        place = f"{DOWNLOADS}/{name}.xlsx"
        needed[place] = base64.b64decode(found[1])
        html = WORKBOOK.sub(f'<script type="application/xlsx" id="workbook" data-href="{place}"></script>', html)
    if found := SCRIPT.search(html):  # the index has none, and its style is allowed by its hash alone
        place = _asset(needed, "page", "js", found[1].encode())
        html = html.replace(
            found[0], f'<script src="{place}" integrity="{script_hash(found[1].encode())}" defer></script>'
        )
        if style := STYLE.search(html):
            place = _asset(needed, "page", "css", style[1].encode())
            html = html.replace(style[0], f'<link rel="stylesheet" href="{place}">', 1)
            html = html.replace(OWN_STYLES, f"{OWN_STYLES} 'self'", 1)
    return html, needed


def _asset(needed: dict[str, bytes], stem: str, ending: str, content: bytes) -> str:
    """Add a shared file; what is in it is in its name, so that no browser keeps an old one."""
    place = f"{ASSETS}/{stem}-{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
    needed[place] = content
    return place
