"""Across tables: keys, what points at what, and what several rows say together."""
