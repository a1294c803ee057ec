"""Rows and frames: made of each other, held to the declaration, and known again."""
