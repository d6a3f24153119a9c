"""Tensors as the learner meets them: made, described, reshaped, multiplied, drawn at random.

Whatever is typed is scanned by a grammar of ours and never evaluated; what is claimed (shape, stride, shared memory,
errors) is asked of PyTorch while the page runs.
"""
