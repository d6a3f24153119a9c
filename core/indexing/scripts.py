"""The code of an index, and of what is written to it."""

from torch import Tensor

from core.errors import TensorError
from core.expressions.imports import imports
from core.indexing.picking import pick
from core.indexing.reading import code_of, read_index
from core.indexing.writing import way_code
from core.tensors.literals import literal_code
from core.tensors.refusals import RefusedError
from core.tensors.sizes import shape_text


def index_script(x: Tensor, text: str, way: str = "read") -> str:
    """Write the code of an index; where it is refused, with what PyTorch raises.

    Args:
        x: the tensor.
        text: the index as typed.
        way: in `WAYS`: how it is written to.
    """
    lines = [*imports(text), ""]
    lines.append(f"x = torch.tensor({literal_code(x.tolist())})")
    try:
        picked = pick(x, text)
    except RefusedError as error:
        return "\n".join([*lines, f"# {code_of(read_index(text))} raises {error.words}"])
    except TensorError as error:
        return "\n".join([*lines, f"# left out: {error}"])
    kind = "a view" if picked.shares else "a copy"
    lines += [f"y = {picked.code}", "print(y)", f"print(y.shape)  # {shape_text(picked.result.shape)}"]
    lines.append(f"print(y.untyped_storage().data_ptr() == x.untyped_storage().data_ptr())  # {picked.shares}: {kind}")
    written = way_code(picked, way)
    return "\n".join([*lines, *([written, "print(x)"] if written else [])])
