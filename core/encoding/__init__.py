"""Real data becomes numbers: pictures, sentences, tables, sounds."""
