"""An invented network, for tests, demonstrations and benchmarks: nothing in it exists."""

from pop_analysis.synthetic.network import make_example

__all__ = ["make_example"]
