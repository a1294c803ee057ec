"""Exhibits that draw a chart."""
