"""The labs: one idea each, one module each, grouped by page."""
