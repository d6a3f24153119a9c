"""The labs of the page on gradient descent."""
