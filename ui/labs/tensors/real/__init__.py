"""Real data becomes numbers: a module for each kind of data."""
