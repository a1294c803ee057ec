"""Notebooks become files: plans, limits, processes, papermill; no HTML, no language, no domain."""
