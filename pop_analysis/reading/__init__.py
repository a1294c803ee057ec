"""Workbooks in, a :class:`Dataset` out: gate → cells → layout → conversion → keys."""

from pop_analysis.reading.dataset import Dataset
from pop_analysis.reading.findings import Finding, Findings
from pop_analysis.reading.folder import read_files, read_folder
