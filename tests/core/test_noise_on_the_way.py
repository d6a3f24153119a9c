"""Noise changed on the way: the same points drawn anew, from that epoch on, wherever a run is looked at."""

from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import nn

from core.comparing import other_points
from core.config import TrainConfig
from core.datasets import DATASETS, Data, load
from core.errors import ConfigError
from core.health import examine
from core.losses import LOSSES
from core.models import build
from core.replay import anatomy, beyond, extent_of, replay
from core.training import TrainState, advance, data_in, diagnose_learning, start, train, within

NOISY = [name for name, dataset in DATASETS.items() if dataset.noise_range.low < dataset.noise_range.high]
SMALL: dict[str, Any] = {"n_samples": 40, "hidden": (5,), "epochs": 8, "batch_size": 7}


def changing(dataset: str, **settings: Any) -> TrainConfig:
    """A run whose noise changes after epochs 3 and 5, to the ends of what its data set has."""
    allowed = DATASETS[dataset].noise_range
    text = f"3: noise={allowed.high}; 5: noise={allowed.low}"
    return TrainConfig(**SMALL | settings, dataset=dataset, changes=text)


def as_if_chosen(config: TrainConfig, noise: float | None) -> Data:
    """The points of a run that has this noise from the start."""
    return load(replace(config, noise=noise, changes=""))


@pytest.mark.parametrize("dataset", NOISY)
def test_the_losses_after_an_epoch_are_of_the_points_of_that_epoch(dataset):
    config = changing(dataset)
    allowed, state, loss = DATASETS[dataset].noise_range, train(config), LOSSES[config.loss]
    assert [snapshot.epoch for snapshot in state.snapshots] == list(range(9))
    for snapshot, record in zip(state.snapshots, state.history, strict=True):
        epoch = snapshot.epoch
        data = as_if_chosen(config, config.noise if epoch <= 3 else allowed.high if epoch <= 5 else allowed.low)
        model = build(config).eval()
        model.load_state_dict(snapshot.weights)
        for split, found in ((data.train, record.train_loss), (data.test, record.test_loss)):
            wanted = split.y if config.task == "regression" else loss.encode(split.y, config.torch_dtype)
            assert loss.factory()(model(split.x), wanted).item() == found


def test_the_noise_of_epoch_0_is_that_of_the_whole_run():
    config = TrainConfig(**SMALL, dataset="moons", noise=0.1, init_scale=1, changes="0: noise=0.4")
    assert train(config).history == train(replace(config, noise=0.4, changes="")).history


@pytest.mark.parametrize("dataset", ["moons", "spiral", "noisy sine"])
def test_it_is_what_torch_does_with_the_new_points(dataset):
    config = replace(changing(dataset, batch_size=None), dtype="float64")
    model = build(config)
    model.load_state_dict(start(config).weights)
    optimizer, loss = torch.optim.SGD(model.parameters(), lr=config.lr), LOSSES[config.loss]
    data = as_if_chosen(config, config.noise).train
    for epoch in range(1, 9):
        wanted = data.y if config.task == "regression" else loss.encode(data.y, torch.float64)
        optimizer.zero_grad()
        loss.factory()(model(data.x), wanted).backward()
        optimizer.step()
        if epoch in {3, 5}:
            allowed = DATASETS[dataset].noise_range
            data = as_if_chosen(config, allowed.high if epoch == 3 else allowed.low).train
    for name, weights in train(config).weights.items():
        assert torch.equal(weights, model.state_dict()[name])


@pytest.mark.parametrize("dataset", ["circles", "moons", "blobs", "noisy sine", "polynomial"])
def test_the_same_draws_are_only_scaled_and_divided_as_they_were(dataset):
    allowed = DATASETS[dataset].noise_range
    config = TrainConfig(**SMALL, dataset=dataset, noise=allowed.low, dtype="float64")
    low, half, high = (load(config, noise) for noise in (allowed.low, (allowed.low + allowed.high) / 2, allowed.high))
    for part in ("train", "test"):
        a, b, c = (torch.cat([getattr(data, part).points, getattr(data, part).y.double().reshape(-1, 1)], dim=1)
                   for data in (low, half, high))  # fmt: skip
        assert torch.allclose(c - b, b - a)
        assert (c - a).abs().max() > 0.1


@pytest.mark.parametrize("settings", [{}, {"playground_seed": "0.25"}], ids=["torch", "playground"])
@pytest.mark.parametrize("dataset", ["circle", "xor", "reg-plane", "reg-gauss"])
def test_where_noise_is_in_the_labels_the_points_stay_in_place(dataset, settings):
    config = TrainConfig(**SMALL, **settings, dataset=dataset, noise=0.0)
    clean, noisy = load(config), load(config, 0.5)
    for part in ("train", "test"):
        assert torch.equal(getattr(clean, part).points, getattr(noisy, part).points)
    assert not torch.equal(clean.train.y, noisy.train.y)


@pytest.mark.parametrize("name", [name for name in DATASETS if name not in NOISY and name != "your CSV"])
def test_data_without_noise_refuses_it_in_a_sentence(name):
    with pytest.raises(ConfigError, match="changes of noise need a data set that is drawn with noise; got dataset "):
        TrainConfig(dataset=name, changes="3: noise=0.1")


@pytest.mark.parametrize("dataset", ["moons", "polynomial", "reg-plane", "blobs"])
def test_the_film_shows_the_points_of_every_moment(dataset):
    config = changing(dataset)
    state = train(config)
    film, inside = replay(state), anatomy(state)
    assert [place for place, _ in film.later] == [4, 6]
    each = [(0, film.points), *film.later]
    (left, right), (bottom, top) = film.extent
    for place, points in each:
        data = data_in(config, film.epochs[place])
        shown = torch.cat([torch.cat([split.points, split.y.reshape(len(split.y), 1)], dim=1)
                           for split in (data.train, data.test)])  # fmt: skip
        assert torch.equal(points[:, : shown.shape[1]], shown.double())
        assert (points[:, 0] >= left).all()
        assert (points[:, 0] <= right).all()
        assert (points[:, 1] >= bottom).all()
        assert (points[:, 1] <= top).all()
    assert inside is not None
    low = load(config).encode(torch.tensor([[left, top]])[:, : len(film.points[0]) - 1 if film.kind == "plane" else 1])
    assert torch.allclose(inside.inputs[0], low.float(), atol=(right - left) / 20)
    assert film.extent == extent_of(*(data_in(config, epoch) for epoch in (0, 4, 6)))


def test_inside_an_epoch_the_film_shows_the_points_that_are_trained_on():
    config = changing("moons")
    state = advance(start(config), 3)
    film = replay(beyond(state, within(state, 2)))
    ((place, points),) = film.later
    assert film.epochs[place:] == (3,)
    assert torch.equal(points[:32, :2], as_if_chosen(config, 0.5).train.points.double())
    after = advance(start(config), 4)
    assert replay(beyond(after, within(after, 2))).later[0][0] == 4


def test_a_film_of_points_that_stay_has_no_others():
    state = train(TrainConfig(**SMALL, dataset="moons", changes="3: lr=0.2; 9: noise=0.3"))
    assert replay(state).later == ()


def gradient(state: TrainState, data: Data) -> float:
    """The norm of the first layer's gradient, by autograd alone."""
    model = build(state.config).eval()
    model.load_state_dict(state.weights)
    loss = LOSSES[state.config.loss]
    loss.factory()(model(data.train.x), loss.encode(data.train.y, torch.float32)).backward()
    layer = next(module for module in model if isinstance(module, nn.Linear))
    assert layer.weight.grad is not None
    return layer.weight.grad.norm().item()


def test_health_is_measured_on_the_points_of_each_moment():
    config = changing("moons")
    found = examine(train(config)).gradients[:, 0].tolist()
    for epoch, noise in ((3, config.noise), (4, 0.5), (8, 0.0)):
        assert found[epoch] == gradient(advance(start(config), epoch), as_if_chosen(config, noise))


def test_a_diagnosis_is_of_the_last_points():
    config = TrainConfig(dataset="circles", epochs=12, update="none", changes="11: noise=0.5")
    state = train(config)
    found = diagnose_learning(state)
    assert found is not None
    norm = next(iter(found.gradients.values()))
    assert norm == gradient(state, as_if_chosen(config, 0.5)) != gradient(state, load(config))


def test_runs_of_which_one_gets_other_points_do_not_share_them():
    config = TrainConfig(**SMALL, dataset="moons")
    assert other_points(config, replace(config, changes="3: noise=0.4")) == ("train", "test")
    assert other_points(config, replace(config, changes="8: noise=0.4; 3: lr=1")) == ()
    assert (
        other_points(replace(config, changes="3: noise=0.4"), replace(config, changes="3: noise=0.4; 4: lr=1")) == ()
    )
