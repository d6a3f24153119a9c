"""The labs of the Tensors page."""
