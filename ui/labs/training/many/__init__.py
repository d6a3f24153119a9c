"""Many networks at once around the run on the page: a fan of seeds, and a grid over two settings."""
