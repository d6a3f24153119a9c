"""How a cache tells one configuration from another."""

from core.config import TrainConfig, to_dict


def told(config: TrainConfig) -> str:
    """Return all settings as one text: Streamlit hashes it many times faster than a mapping."""
    return repr(to_dict(config))
