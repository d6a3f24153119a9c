"""The labs of the Activations page."""
