"""What a film tells the browser of a network whose numbers are none."""

import torch

from core.config import TrainConfig
from core.datasets import load
from core.replay import replay
from core.training import train
from ui.components.replay.pack import pack


def test_a_place_of_the_map_without_a_number_has_no_value() -> None:
    state = train(
        TrainConfig(dataset="circle", activation="ReLU", lr=10.0, loss="MSE", n_samples=60, batch_size=5, epochs=3)
    )
    assert state.stop is not None
    film = replay(state)
    gone = film.values.isnan()
    maps = pack(film, state.config, load(state.config), "run")["maps"]
    found = torch.frombuffer(bytearray(maps), dtype=torch.uint8).reshape(gone.shape)
    assert gone.any()
    assert not gone.all()
    assert torch.equal(found == 255, gone)
