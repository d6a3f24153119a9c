"""The memory behind tensors: which of them look at the same, and at which places; decided by asking PyTorch."""
