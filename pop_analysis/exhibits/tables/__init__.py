"""Exhibits that are a table or a list."""
