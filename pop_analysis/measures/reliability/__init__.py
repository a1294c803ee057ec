"""How far a figure may be trusted: two monitors, published figures, bundled promises, evidence."""
