"""What the page of a municipality is made of, and nothing else."""

from pop_analysis.reading.dataset import VersionStamp
from pop_analysis.storage.version_stamps import stamps_of


def own_part(data, municipality):
    """Its own rows; of the others the tables it is compared in; and what was found in its own workbooks."""
    rows = {}
    for name, frame in data.tables.items():
        own = frame["municipality"] == municipality if "municipality" in frame else [False] * len(frame)
        rows[name] = [True] * len(frame) if data.model.tables[name].compared else own
    part = data.select(rows, data.files.get(municipality, []))
    return part.stamped(VersionStamp(data.version, data.processed_on), stamps_of(data))
