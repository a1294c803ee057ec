"""``data/processed``: tables as Parquet and CSV, their descriptor, and which version they are."""
