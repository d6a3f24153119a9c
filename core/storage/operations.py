"""The operations to predict. How each ends is not written here: PyTorch is asked.

The letters of the guesses in a link stand in this order: put a new operation at the end.
"""

from collections.abc import Mapping
from typing import Final

from core.storage import lines
from core.storage.operation import Operation

_VECTOR: Final = "torch.arange(1., 8.)"
_MATRIX: Final = "torch.arange(6.).reshape(2, 3)"
_PERMUTED: Final = "torch.arange(6.).reshape(2, 3).permute(1, 0)"
_COLUMN: Final = "torch.tensor([[1.], [2.], [3.]])"
_IMAGE: Final = "torch.arange(12.).reshape(2, 2, 3)"
_ARRAY: Final = "np.arange(1., 8.)"

EXAMPLE: Final = "transpose"  # shown at once
OWN: Final = "your own"
OWN_START: Final = _MATRIX
OWN_CODE: Final = "x[:, ::2].flatten()"


def _of(start: str, code: str, lesson: str) -> Operation:
    return Operation(start=start, code=code, lesson=lesson)


def _in_lines(run: lines.Run, code: str, lesson: str) -> Operation:
    return Operation(start=_VECTOR, code=code, run=run, lesson=lesson)


def _on_array(run: lines.Run, code: str, lesson: str) -> Operation:
    return Operation(start=_ARRAY, source="array", make=lines.an_array, code=code, run=run, lesson=lesson)


def _on_tensor(run: lines.Run, code: str, lesson: str) -> Operation:
    return Operation(start="torch.ones(7)", source="tensor", code=code, run=run, lesson=lesson)


OPERATIONS: Final[Mapping[str, Operation]] = {
    EXAMPLE: _of(_MATRIX, "x.T",
        "To turn a matrix it is enough to exchange its two strides; the numbers need not move."),
    "reshape": _of(_VECTOR, "x.reshape(1, 7)",
        "`reshape` copies only where it must, and does not say whether it did; ask with `data_ptr()`."),
    "reshape, permuted": _of(_PERMUTED, "x.reshape(2, 3)",
        "What counts is the order in memory: no strides walk through permuted numbers in the order asked for."),
    "view": _of(_VECTOR, "x.view(1, 7)",
        "`view` promises never to copy; where it cannot keep that promise, it raises."),
    "view, permuted": _of(_PERMUTED, "x.view(2, 3)",
        "`view` and `reshape` part here: one keeps to the memory there is, the other makes the shape happen."),
    "torch.view": _of(_VECTOR, "torch.view(x, (1, 7))",
        "`torch.reshape` is there and `x.reshape` is; not every method has a function beside it."),
    "slice": _of(_VECTOR, "x[2:5]",
        "A slice is an offset, a size and a stride: that is all it takes to describe it."),
    "index by a list": _of(_VECTOR, "x[[2, 3, 4]]",
        "A list may name any places in any order, for which there is no stride, even where this list has one."),
    "boolean mask": _of(_VECTOR, "x[x > 3]",
        "Which places a mask picks is known only once its numbers are read."),
    "expand": _of(_COLUMN, "x.expand(3, 4)",
        "A stride of 0 goes nowhere: four columns, and one place for all four."),
    "repeat": _of(_COLUMN, "x.repeat(1, 4)",
        "The numbers are those of `expand(3, 4)`; count the bytes."),
    "x += 1": _in_lines(lines.add_in_place, "y = x\nx += 1",
        "`+=` writes into the tensor that is there, under whatever names it is known."),
    "x = x + 1": _in_lines(lines.add_anew, "y = x\nx = x + 1",
        "`x + 1` is computed first, and the name `x` then given to the result; `y` keeps what it had."),
    "from_numpy": _on_array(lines.from_numpy, "tensor = torch.from_numpy(array)",
        "Tensors and arrays describe memory in the same way, by shape, strides and an address."),
    "array += 1": _on_array(lines.array_in_place, "tensor = torch.from_numpy(array)\narray += 1",
        "In NumPy too, `+=` writes into the array that is there. Look at the tensor's numbers."),
    "array = array + 1": _on_array(lines.array_anew, "tensor = torch.from_numpy(array)\narray = array + 1",
        "It shows what `+` does to a name, and nothing of what `from_numpy` did."),
    "torch.tensor": _on_array(lines.tensor_of_array, "tensor = torch.tensor(array)",
        "`torch.tensor` makes a tensor of data; `torch.from_numpy` and `torch.as_tensor` put one around it."),
    "numpy()": _on_tensor(lines.to_numpy, "array = tensor.numpy()",
        "The way back is like the way there; the dtype, float32, stays as well."),
    "tensor = tensor + 1": _on_tensor(lines.tensor_anew, "array = tensor.numpy()\ntensor = tensor + 1",
        "`tensor + 1` has to be put somewhere, and nothing says that it should go where the array looks."),
    "flatten": _of(_MATRIX, "x.flatten()",
        "Row after row is how these numbers lie in memory anyway."),
    "flatten, permuted": _of(_PERMUTED, "x.flatten()",
        "Row after row of this x jumps back and forth in memory; one stride cannot do that."),
    "contiguous": _of(_MATRIX, "x.contiguous()",
        "It asks for the numbers in the order of their indices; see whether they are already."),
    "contiguous, permuted": _of(_PERMUTED, "x.contiguous()",
        "The shape stays, the strides become those of the order of indices: compare the rows under the memory."),
    "clone": _of(_VECTOR, "x.clone()",
        "Where you want to be sure of what happens to the memory, say it: `clone()`."),
    "detach": _of(_VECTOR, "x.detach()",
        "It lets go of the gradients and of nothing else; for an own memory too, write `x.detach().clone()`."),
    "permute": _of(_IMAGE, "x.permute(2, 0, 1)",
        "Height, width, channels become channels, height, width: the strides change places as the sizes do."),
    "row": _of(_MATRIX, "x[1]",
        "A row begins an offset further on; its numbers are neighbours."),
    "column": _of(_MATRIX, "x[:, 1]",
        "The numbers of a column are a whole row apart, and that is its stride."),
    "x[0]": _of(_VECTOR, "x[0]",
        "One number out of a tensor is a tensor with no dims; `.item()` makes it a number of Python."),
    "x[:]": _of(_VECTOR, "x[:]",
        "For a list of Python, `[:]` is the way to copy; tensors have another idea of a slice."),
    "y = x": _of(_VECTOR, "x",
        "An assignment gives a name, and does nothing else."),
    "every other": _of(_VECTOR, "x[::2]",
        "A step of a slice multiplies the stride."),
    "backwards": _of(_VECTOR, "x[::-1]",
        "NumPy walks backwards with a negative stride; strides of tensors cannot be negative."),
    "flip": _of(_VECTOR, "x.flip(0)",
        "From the last to the first would take a stride of -1."),
    "narrow": _of(_MATRIX, "x.narrow(1, 1, 2)",
        "`narrow(dim, start, length)` is a slice along one dim, here x[:, 1:3]."),
    "chunk": _of(_VECTOR, "x.chunk(3)",
        "Each piece is a slice, with an offset of its own."),
    "stack": _of(_VECTOR, "torch.stack([x, x, x, x])",
        "The pieces of one tensor have to be strides apart; those of several tensors lie anywhere."),
    "cat of one": _of(_VECTOR, "torch.cat([x])",
        "There is nothing to join here; `cat` does the same all the same."),
    "squeeze": _of(_COLUMN, "x.squeeze()",
        "A dim of size 1 has one index, 0, so its stride is never walked."),
    "unsqueeze": _of(_VECTOR, "x.unsqueeze(0)",
        "A new dim of size 1 costs one more entry in shape and stride."),
    "float() of floats": _of(_VECTOR, "x.float()",
        "Asked for the dtype that it has, PyTorch does the least that is right."),
    "to the same dtype": _of(_VECTOR, "x.to(torch.float32)",
        "`.to(...)` may leave you with the tensor you had: think before you write into its result."),
    "double()": _of(_VECTOR, "x.double()",
        "Another dtype takes other bits: here 8 bytes for each number in place of 4."),
    "view as int32": _of(_VECTOR, "x.view(torch.int32)",
        "Given a dtype, `view` reads the same bits as other numbers."),
    "diagonal": _of(_MATRIX, "x.diagonal()",
        "From one number of a diagonal to the next it is a row and a column on: the sum of the strides."),
    "diag": _of(_MATRIX, "x.diag()",
        "`diag` and `diagonal` give the same numbers, which says nothing of where they lie."),
    "unfold": _of(_VECTOR, "x.unfold(0, 3, 1)",
        "Windows that slide by 1 overlap: one number, up to three indices."),
    "relu": _of(_VECTOR, "x.relu()",
        "All numbers are positive, so nothing changes here; a result is computed all the same."),
    "add_": _of(_VECTOR, "x.add_(1)",
        "A method whose name ends in an underscore writes into the tensor itself and returns it."),}  # fmt: skip
