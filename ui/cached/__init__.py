"""What is computed once per configuration: thin, bounded wrappers, a module for each page."""
