"""The command line: ``pop-analysis report``, ``validate``, ``compare``, ``process``, ``template`` and the others.

Says what was asked for, calls the command, shows what came of it. Nothing heavy is imported before a command runs.
"""

from pop_analysis.cli import checking, exchange, making, old_reports  # their commands join the group
from pop_analysis.cli.group import main
