"""How large: every bound of data that becomes a tensor, written once."""

from typing import Final

from core.ranges import Range

SIDE: Final = Range(8, 28)
DRAWING_LENGTH: Final = Range(0, 820)

TEXT_LENGTH: Final = Range(1, 300)
SENTENCES: Final = Range(1, 6)
TOKENS: Final = Range(1, 48)  # of one sentence
VOCABULARY: Final = Range(3, 80)

PITCH: Final = Range(50, 3900)  # Hz
LOUDNESS: Final = Range(0, 1)
SECONDS: Final = 0.5
CHANNELS: Final = Range(1, 8)
SAMPLE_RATE: Final = Range(1000, 192_000)  # Hz
SAMPLES: Final = Range(1, 48_000)  # taken of a file, for each channel
