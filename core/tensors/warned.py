"""What PyTorch warns of while it does something: caught as it is said."""

import threading
import warnings
from collections.abc import Callable
from typing import Final, TypeVar

Made = TypeVar("Made")
_ONE_AT_A_TIME: Final = threading.Lock()  # warnings are caught for the whole process


def heard(call: Callable[[], Made], about: str) -> tuple[Made, str]:
    """Do something, and return what PyTorch warned of.

    Args:
        call: what is done.
        about: words in the warning meant; others, of another thread perhaps, are not ours.

    Returns:
        The result, and the warning as Python prints it; "" if there was none.
    """
    with _ONE_AT_A_TIME, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        result = call()
    words = (f"{warning.category.__name__}: {warning.message}" for warning in said)
    return result, next((line for line in words if about in line), "")
