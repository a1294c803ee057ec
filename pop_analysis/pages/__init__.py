"""An executed notebook becomes one page of HTML that stands alone."""
