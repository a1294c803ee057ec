"""How the documentation site is built: ``make site``. Nothing in it asks any host."""

from pygments.lexers.special import TextLexer
from sphinx.highlighting import lexers

import pop_analysis

lexers["csv"] = TextLexer()  # Pygments has none of its own

project = "pop-analysis"
author = "The pop-analysis authors"
copyright = author  # noqa: A001 — Sphinx's own name for it
version = release = pop_analysis.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_static"]

# A heading can be pointed at as on GitHub.
myst_heading_anchors = 4

napoleon_google_docstring = False
napoleon_use_rtype = False
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
python_use_unqualified_type_names = True
maximum_signature_line_length = 88
add_module_names = False

html_theme = "furo"
html_title = f"pop-analysis {version}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
pygments_style = "tango"
