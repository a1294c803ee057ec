"""The part that lets the workers of a dask cluster make the pages; only its command imports it."""
