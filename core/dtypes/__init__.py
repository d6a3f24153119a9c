"""Dtypes: which go together and to what, the bits behind a number, where they break, what they weigh."""
