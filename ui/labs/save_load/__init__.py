"""The labs of the Save & load page."""
