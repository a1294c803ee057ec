"""``python -m pop_analysis.cli``."""

from pop_analysis.cli import main

main()
