"""The random numbers of TensorFlow Playground: `Math.random` as the npm package seedrandom replaces it.

Source: David Bau, seedrandom (ARC4 keyed by a text); https://github.com/davidbau/seedrandom.
"""

import math

_WIDTH = 256
_CHUNKS = 6
_START = _WIDTH**_CHUNKS
_SIGNIFICANCE = 2**52
_OVERFLOW = 2**53


class SeedRandom:
    """A stream of doubles in [0, 1), keyed by a text: the same text gives the same stream."""

    def __init__(self, text: str) -> None:
        """Key the stream.

        Args:
            text: the seed; every character counts, only the lowest 8 bits of sums of their codes do.
        """
        self._i = self._j = 0
        self._state = _scheduled(_key(text))
        for _ in range(_WIDTH):  # the first outputs tell too much about the key
            self._byte()

    def random(self) -> float:
        """Return the next number in [0, 1), with 52 random bits or more."""
        number, scale, rest = 0.0, float(_START), 0
        for _ in range(_CHUNKS):
            number = number * _WIDTH + self._byte()
        while number < _SIGNIFICANCE:
            number, scale, rest = (number + rest) * _WIDTH, scale * _WIDTH, self._byte()
        while number >= _OVERFLOW:
            number, scale, rest = number / 2, scale / 2, rest >> 1
        return (number + rest) / scale

    def uniform(self, low: float, high: float) -> float:
        """Return the next number in [low, high)."""
        return self.random() * (high - low) + low

    def normal(self, variance: float) -> float:
        """Return a normal number around 0 by the polar method; the second one of each pair is thrown away."""
        while True:
            v1, v2 = 2 * self.random() - 1, 2 * self.random() - 1
            s = v1 * v1 + v2 * v2
            if s <= 1:
                return math.sqrt(-2 * math.log(s) / s) * v1 * math.sqrt(variance)

    def order(self, n: int) -> list[int]:
        """Return 0..n-1 shuffled (Fisher and Yates, from the end)."""
        order = list(range(n))
        for counter in range(n, 0, -1):
            index = math.floor(self.random() * counter)
            order[counter - 1], order[index] = order[index], order[counter - 1]
        return order

    def _byte(self) -> int:
        state = self._state
        self._i = (self._i + 1) % _WIDTH
        self._j = (self._j + state[self._i]) % _WIDTH
        state[self._i], state[self._j] = state[self._j], state[self._i]
        return state[(state[self._i] + state[self._j]) % _WIDTH]


def _key(text: str) -> list[int]:
    key: list[int] = []
    smear = 0
    for place, code in enumerate(_utf16(text)):
        index = place % _WIDTH
        if index == len(key):
            key.append(0)
        smear ^= key[index] * 19
        key[index] = (smear + code) % _WIDTH
    return key or [0]


def _utf16(text: str) -> list[int]:
    """Return the codes that JavaScript's charCodeAt sees."""
    data = text.encode("utf-16-le", "surrogatepass")
    return [data[i] + 256 * data[i + 1] for i in range(0, len(data), 2)]


def _scheduled(key: list[int]) -> list[int]:
    state = list(range(_WIDTH))
    j = 0
    for i in range(_WIDTH):
        j = (j + key[i % len(key)] + state[i]) % _WIDTH
        state[i], state[j] = state[j], state[i]
    return state
