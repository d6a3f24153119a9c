"""Gradient descent laid open: surfaces to walk on, the path an optimizer takes, and the chain rule behind it."""
