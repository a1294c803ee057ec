"""Running plans of notebooks, making pages, index and manifest."""
