"""Numbers in boxes: make tensors, rearrange them, multiply them, draw them at random."""

from ui.labs.tensors import create, dtype, einsum, errors, exercises, index, matmul, reduce, reshape, seed, storage
from ui.page import begin, choose_lab

text = begin(__file__)
choose_lab(
    {
        "create": create.show,
        "reshape": reshape.show,
        "storage": storage.show,
        "index": index.show,
        "reduce": reduce.show,
        "matmul": matmul.show,
        "einsum": einsum.show,
        "dtype": dtype.show,
        "seed": seed.show,
        "errors": errors.show,
        "exercises": exercises.show,
    },
    text,
)
