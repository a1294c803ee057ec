"""What a person asks for. The public library and the command line call these and nothing else.

Each imports what it needs when it is called, so that the command line starts quickly.
"""

from pop_analysis.choices import WrongUse
from pop_analysis.commands.adopt import Adopted, adopt
from pop_analysis.commands.coding import coding_sheets
from pop_analysis.commands.compare import Comparison, compare
from pop_analysis.commands.convert import Conversion, convert
from pop_analysis.commands.doctor import Check, doctor
from pop_analysis.commands.draft import Draft, draft
from pop_analysis.commands.example import example
from pop_analysis.commands.load import load, published
from pop_analysis.commands.process import process
from pop_analysis.commands.publish import publish
from pop_analysis.commands.reply import Reply, reply_export, reply_import
from pop_analysis.commands.report import report
from pop_analysis.commands.template import template
from pop_analysis.commands.validate import validate
