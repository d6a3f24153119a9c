"""PyTorch's own words, caught while it says them, and what they mean."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from core.errors import TensorError

_RAISED: Final = (RuntimeError, ValueError, TypeError, IndexError, OverflowError)
_LONGEST: Final = 520  # characters: PyTorch's longest sentences end with the advice

_UNEVEN: Final = "a number stands beside a list: the brackets are not equally deep everywhere"

_ONE_DTYPE: Final = "both operands need the same dtype; .float() makes whole numbers float32"

_NO_TENSOR: Final = "a tensor is wanted there; torch.tensor(...) makes one, as in torch.log(torch.tensor(10.))"

_FLOATS_ALONE: Final = (
    "there is such an operation in PyTorch, but for floats alone; .float() makes floats of whole numbers"
)

# What an exception means, by a fragment of its text; the first that fits is taken.
MEANINGS: Final = {
    "must be Tensor, not": _NO_TENSOR,
    "expected Tensor as element": _NO_TENSOR,
    "'int' object has no attribute": _NO_TENSOR,
    "'float' object has no attribute": _NO_TENSOR,
    'missing 1 required positional arguments: "dim"': "the shape stays, so it has to be said along which dim",
    'softmax_kernel_impl" not implemented': _FLOATS_ALONE,
    'softmax_lastdim_kernel_impl" not implemented': _FLOATS_ALONE,
    "must be int, not": "a whole number is wanted there",
    "expected sequence of length": "lists at the same depth must be equally long, and one of these is not",
    "not a sequence": _UNEVEN,
    "cannot be interpreted as": _UNEVEN,
    "must be real number": _UNEVEN,
    "'str'": "a tensor holds numbers only; words have to become numbers first",
    "Could not infer dtype": "None is not a number, so there is no dtype for it",
    "Overflow when unpacking": "this whole number does not fit into 64 bits; a float dtype can hold it roughly",
    "too large to convert": "this number is too large even for a float",
    "without overflow": "a value lies outside what this dtype can hold; choose a wider one",
    "check_uniform_bounds": "a random draw between 0 and 1 needs a float dtype",
    "normal_kernel": "a draw from the normal distribution needs a float dtype",
    "not implemented for": "there is such an operation in PyTorch, but not for this dtype",
    "step must be nonzero": "a step of 0 never gets from start to end",
    "invalid size, possible overflow": "so small a step would make more numbers than PyTorch can count",
    "cannot be represented as a SymInt": "so small a step would make more numbers than PyTorch can count",
    "inconsistent with step sign": "a step with this sign never gets from start to end",
    "is invalid for input of size": "the new sizes, multiplied, must give the number of elements there are",
    "view size is not compatible": "a view cannot put elements into an order in which they do not lie in memory; "
    "reshape copies them into that order",
    "only one dimension can be inferred": "-1 means “work this size out”, which goes for one size only",
    "invalid shape dimension": "a size cannot be negative, except one -1, which means “work this size out”",
    "duplicate dims": "each dim must be named exactly once",
    "does not match the length of the desired": "permute wants every dim of the tensor named exactly once",
    "Dimension out of range": "the tensor has no such dim; dims count from 0, or backwards from -1",
    "start_dim cannot come after": "the first dim to flatten has to come before the last one",
    "zero-dimensional tensor": "a scalar has no dim to be joined along; unsqueeze(0) gives it one",
    "required positional": "the operation needs more arguments than it got",
    "invalid combination": "the operation takes other arguments than these",
    "takes": "the operation takes other arguments than these",
    "arguments to linear": "a scalar has no dim of features; unsqueeze(0) gives it one",
    "at least 1D": "a scalar has no row to multiply; use * instead",
    "mat1 and mat2 shapes": "the inner sizes must be equal: as many columns on the left as rows on the right",
    "size mismatch": "the inner sizes must be equal: as many columns in the matrix as numbers in the vector",
    "inconsistent tensor size": "the inner sizes must be equal: as many numbers in the one vector as in the other",
    "batch2 tensor": "each matrix on the left needs one on the right, with as many rows as it has columns itself",
    "The size of tensor a": "read from the right, two sizes must be equal, or one of them 1; "
    "in a product of matrices this goes only for the dims before the last two",
    "be greater than actual input size": "the layer looks at more places at once than there are",
    "bias type (float)": "the layer's own numbers are float32, so its input must be too; .float() makes it so",
    "not on the expected device": "the two live in different places; bring one to the other with .to(device)",
    "found at least two devices": "the two live in different places; bring one to the other with .to(device)",
    "module 'torch' has no attribute": "torch has no such function; it is a method of a tensor, such as x.view(2, 3)",
    "only support floating point": "a root or a quotient is seldom whole, so PyTorch wants a float dtype first",
    "does not support bool": "there is no order of size between True and False here; .long() makes them 1 and 0",
    "could not infer output dtype": "a mean of whole numbers is seldom whole, so PyTorch wants a float dtype first",
    "too many indices": "there are more parts between the brackets than x has dims; None takes none, a mask several",
    "invalid index of a 0-dim": "a scalar has no dim left that could be indexed; .item() gives its number",
    "slice step": "a step of 0 never gets on",
    "step must be greater": "a step backwards is not taken; x.flip(0) turns a dim round",
    "The shape of the mask": "a mask needs the sizes of the dims that it is laid over, one truth value for each cell",
    "indexing tensors could not be": "lists of places go hand in hand, so they must be equally long, or one of them 1",
    "tensors used as indices": "places are whole numbers, or True and False for each cell; .long() makes them whole",
    "only integers, slices": "between the brackets stand whole numbers, slices such as 0:2, ..., None, lists or masks",
    "slice indices must be": "start, stop and step of a slice are whole numbers",
    "is out of bounds for dimension": "an index counts from 0, between square brackets also backwards from -1, "
    "and must lie within its dim",
    "step must be greater than zero": "a tensor has no negative strides; x.flip(0) turns it round",
    "match except in dimension": "cat lengthens one dim; in all others the sizes must be equal",
    "to be equal size": "stack makes a new dim, so all must have the very same shape",
    "must have same number of dimensions": "all must have equally many dims; unsqueeze adds one",
    "must be a 3D tensor": "bmm takes batches of matrices, three dims each; matmul takes any number",
    "The expanded size of the tensor": "only a size of 1 can be stretched to another",
    "doesn't match the broadcast shape": "in place, a tensor keeps its shape, and the result has another",
    "channels, but got": "a convolution counts the channels at the third dim from the end, before height and width",
    "(unbatched)": "the channels need a dim of their own, and so may the batch; unsqueeze(0) adds one",
    "expected 2D or 3D input": "this layer wants a batch, if only of one; unsqueeze(0) makes one",
    "more than 1 value per channel": "one example has no spread; .eval() takes the one that was learned",
    "same number of dimensions as input": "gather wants an index for each place of the result, with as many dims",
    "'indices' to have": "an embedding looks up rows by their number, in int64 or int32; .long() makes int64 of it",
    "be cast to the desired output type": "the result is of a dtype that has no room where it would be put",
    "expected target dtype": "the id of a class is a place, counted in int64: .long() makes that of it",
    "Found dtype": _ONE_DTYPE,
    "can require gradients": "a gradient asks for small changes, and whole numbers have none",
    "meta device type tensor to numpy": "a tensor on meta has a shape and a dtype and no numbers, so NumPy gets none",
    "device type tensor to numpy": "an array of NumPy lies in the memory of the CPU alone; .cpu() copies it there",
    "start of device string": "there is no device of this name",
    "without a driver": "this server has no such device",
    "not compiled with CUDA": "this server has no such device",
    "not linked with support": "this server has no such device",
    "through the graph a second time": "what the way back needs was freed by the first backward()",
    "only for scalar outputs": "the way back begins at one number; take the mean or the sum of them first",
    "on Tensor that requires grad": "an array of NumPy keeps no track of gradients; .detach() leaves the track behind",
    "does not have a grad_fn": "nothing leads from here back to a tensor that requires grad",
    "leaf Variable that requires grad": "a weight changes in place only where autograd looks away: torch.no_grad()",
    "modified by an inplace operation": "the way back needs a tensor as it was, and it has been overwritten since",
    "refers to a single memory location": "several elements share one place in memory; clone() gives each its own",
    " is out of bounds.": "the ids of classes count from 0 and end below the number of logits",
    "with class probabilities, got": "a target of the same shape as the logits is read as probabilities, so as floats",
    "1D target must have size 1": "logits in a vector are those of one example, so one id is wanted",
    "to be no larger than self": "an index may be no larger than the tensor, except along the dim that gather reads",
    "with negative dimension": "a size cannot be negative",
    "int32/int64 for index": "an index counts places in int64 or int32; .long() makes int64 of it",
    "should contain": "the layer has numbers for each channel, and was made for another count of channels",
    "len() of a 0-d": "a scalar has no dims, and so no length",
    "t() expects a tensor with <= 2": "t() turns a matrix; .mT turns the last two dims of any number of them",
    "multi-target not supported": "one id for each example is wanted, in a vector",
    "Using a target size": "answers and targets must have the very same shape",
    "Target size": "answers and targets must have the very same shape",
    "to match target batch_size": "there must be one target for each example",
    "of target should be between 0 and 1": "a target is a probability here, so none may lie outside 0 to 1",
    "should be between 0 and 1": "this loss takes probabilities; sigmoid makes them of logits",
    "with no values is ambiguous": "one truth value is wanted, and there is none; .all() or .any() makes one",
    "Boolean value of Tensor": "one truth value is wanted, and there are several; .all() or .any() makes one of them",
    "out of range in self": "there is no row of this number; rows count from 0",
    "'Tensor' object has no attribute": "a tensor has nothing of this name; NumPy and Python use other names",
    "'list' object has no attribute": "this is a list of Python; torch.tensor makes a tensor of it",
    "return_types": "this is a pair of tensors, .values and .indices",
    "not subscriptable": "this is a method and wants round brackets, such as x.size(0)",
    "one element tensors can be converted": "numbers are wanted, not tensors; torch.stack puts these together",
    "tuple index out of range": "there are fewer pieces than that; they count from 0",
    "expected BoolTensor": "what is selected is told by True and False for each element, as x > 3 gives them",
    "number of sizes provided": "expand wants a size for every dim; -1 keeps the one it has",
    "Number of dimensions of repeat dims": "repeat wants a number of times for every dim",
    "don't multiply up to the size": "the new sizes, multiplied, must give the size of the dim that comes apart",
    "split_sizes to sum exactly": "the sizes of the pieces, added, must give the size of the dim that is cut",
    "appears multiple times": "each dim must be named at most once",
    "shifts and dimensions must align": "every shift wants a dim of its own",
    "supposed to be a vector": "index_select wants its index as a plain list, such as [0, 2]",
    "failed to unpack": "sizes and dims are whole numbers",
    "bool tensor": "truth values cannot be subtracted; ^ tells where two of them differ",
    "does not appear in the equation": "a letter of the result must stand for a dim of an operand",
    "number of subscripts in the equation": "an operand needs exactly one letter for each of its dims",
    "appears more than once in the output": "a letter may stand in the result once only",
    "subscript": "equal letters stand for dims of equal size",
    "does not broadcast with previously seen": "equal letters stand for dims of equal size",
    "same dtype": _ONE_DTYPE,
    "expected scalar type": _ONE_DTYPE,
}
_OTHERWISE: Final = "{by} cannot do this with these arguments"
# What Python itself says of numbers and lists, by a fragment of its text.
_OF_PYTHON: Final = {
    "by zero": "a plain number cannot be divided by 0; of tensors, x / 0 gives inf or nan",
    "modulo by zero": "there is no remainder of a division by 0",
    "list index out of range": "the list has fewer entries than that; they count from 0",
    "tuple index out of range": MEANINGS["tuple index out of range"],
    "out of range": "the number is too large for a float",
    "float infinity": "inf is not a whole number and has none near it",
    "float NaN": "nan is not a whole number and has none near it",
    "negative shift count": "bits are shifted by 0 places or more",
    "could not convert string": "this text spells no number",
    "has no len()": "len(...) counts the entries of a list or tensor",
    "unsupported operand": "Python does not do this with values of such kinds; torch.tensor(...) makes tensors",
}


class RefusedError(TensorError):
    """PyTorch itself refused, or Python where no tensor had a part in it.

    Attributes:
        words: the exception's type and text, as they were given.
        meaning: what that means, without a full stop.
        by: who said so, PyTorch or Python.
    """

    def __init__(self, words: str, meaning: str, by: str = "PyTorch") -> None:
        """Keep them; the error's own text is one sentence with all in it."""
        super().__init__(f"{by} says “{words}”: {meaning}.")
        self.words = words
        self.meaning = meaning
        self.by = by


def explain(error: Exception, by: str = "PyTorch") -> RefusedError:
    """Turn an exception into what the learner reads.

    Args:
        error: as it was raised.
        by: who raised it, PyTorch or Python.
    """
    first_line = (str(error).splitlines() or [""])[0].strip()
    known = _OF_PYTHON if by == "Python" else MEANINGS
    meaning = next((meaning for part, meaning in known.items() if part in first_line), _OTHERWISE.format(by=by))
    return RefusedError(f"{type(error).__name__}: {shortened(first_line)}", meaning, by)


def shortened(words: str) -> str:
    """Cut what is longer than anything that PyTorch says by itself."""
    return words if len(words) <= _LONGEST else words[:_LONGEST] + " ..."


@contextmanager
def attempt() -> Iterator[None]:
    """Let PyTorch try; keep nothing but the one call inside.

    Raises:
        RefusedError: with PyTorch's own words, if it raised.
    """
    try:
        yield
    except _RAISED as error:
        raise explain(error) from error
