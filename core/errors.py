"""Everything that can go wrong in a way a learner should read about.

PlaygroundError
├── ConfigError       a setting outside its range, or settings that do not go together
├── TensorError       a tensor that cannot be made or an operation that PyTorch refuses
├── TableError        a CSV file or table that cannot be used as it is
└── CheckpointError   a file that is not a checkpoint, or does not fit the model
"""


class PlaygroundError(Exception):
    """Base of all errors whose text is one clear sentence for the learner."""


class ConfigError(PlaygroundError):
    """A setting is outside its range, or two settings do not go together."""


class TensorError(PlaygroundError):
    """A tensor cannot be made as asked, or PyTorch refuses an operation on it."""


class TableError(PlaygroundError):
    """A table or CSV file cannot be used as it is."""


class CheckpointError(PlaygroundError):
    """A file is no checkpoint, is damaged, or does not fit the model."""
