"""Gradient descent drawn: charts whose step slider runs in the browser, over a path already computed."""
