"""Home: a run to watch, the way of working as a map, three questions to ask."""
