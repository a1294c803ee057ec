"""From a raw cell to values: a converter for each kind of field, and what a text may mean."""
