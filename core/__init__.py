"""The PyTorch of the playground: everything that computes, and nothing that draws."""
