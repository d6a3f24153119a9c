"""Numbers in boxes: make tensors, turn data into them, rearrange them, multiply them, draw them at random."""

from ui.labs.tensors import (
    create,
    data,
    dtype,
    einsum,
    errors,
    exercises,
    index,
    matmul,
    reduce,
    reshape,
    seed,
    storage,
)
from ui.labs.tensors.moved import follow_old_links
from ui.page import begin, choose_lab

text = begin(__file__)
follow_old_links()
choose_lab(
    {
        "create": create.show,
        "data": data.show,
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
