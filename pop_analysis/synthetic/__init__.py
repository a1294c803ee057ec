"""An invented network, for tests, demonstrations and benchmarks: nothing in it exists."""

from pop_analysis.synthetic.network import declaration_of, example_files, is_untouched, make_example, own_declaration
