"""The tables behind the pages, as one file beside the index."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pop_analysis.atomic import new_file

DATA = "data.zip"
KEPT = {".csv", ".json"}


def write_site_data(processed: Path, out: Path) -> Path:
    """Pack every table as CSV, with the descriptor and the model that tell what each column means, into ``data.zip``.

    The same tables give the same bytes. Parquet is left out: who uses it reads ``data/processed``.
    """
    with new_file(out / DATA) as made, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(each for each in processed.iterdir() if each.suffix in KEPT):
            entry = zipfile.ZipInfo(path.name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, path.read_bytes())
    return out / DATA
