"""Changes on the way: the run stays a pure function of its config, in any pieces and by either loop."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from core.checkpoints import resume, save
from core.config import Change, TrainConfig, read_changes, write_changes
from core.datasets import load
from core.errors import ConfigError
from core.models import build
from core.optimizers import OPTIMIZERS
from core.training import TrainState, advance, settings_in, start, train
from core.training.written_out import can_write_out

SMALL: dict[str, Any] = {"dataset": "spiral", "n_samples": 40, "hidden": (5, 3), "epochs": 8, "batch_size": 7}
MANY = (
    "0: 0.weight[1,1]=2; 1: lr=0.5; 3: batch_size=full; 3: regularization_rate=0.01; 5: 2.bias[2]=-1.5;6: batch_size=3"
    ";4: noise=0.4; 6: noise=0"
)


def refusal(text: str, **settings: Any) -> str:
    with pytest.raises(ConfigError) as caught:
        TrainConfig(**settings, changes=text)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def bits(state: TrainState) -> Any:
    losses = [(record.epoch, record.train_loss.hex(), record.test_loss.hex()) for record in state.history]
    return losses, [snapshot.epoch for snapshot in state.snapshots], {k: w.tolist() for k, w in state.weights.items()}


PLACE = st.integers(0, 9)
CHANGES = st.one_of(
    st.builds(Change, epoch=st.integers(0, 10_000), name=st.just("lr"), value=st.floats(1e-5, 10)),
    st.builds(Change, epoch=PLACE, name=st.just("noise"), value=st.floats(0, 5)),
    st.builds(Change, epoch=PLACE, name=st.just("batch_size"), value=st.none() | st.integers(1, 5000)),
    st.builds(
        Change, epoch=PLACE, name=st.just("2.weight"), index=st.tuples(PLACE, PLACE), value=st.floats(-1000, 1000)
    ),
    st.builds(Change, epoch=PLACE, name=st.just("0.bias"), index=st.tuples(PLACE), value=st.just(-1e-300)),
)


@given(st.lists(CHANGES, max_size=20).map(lambda found: tuple(sorted(found, key=lambda change: change.epoch))))
def test_what_is_written_is_read_back(changes):
    assert read_changes(write_changes(changes)) == changes


@given(st.text(max_size=60) | st.from_regex(r"\d: (lr|batch_size|0.bias)(\[\d\])?=[\d.e]+;?", fullmatch=True))
@settings(deadline=None)
def test_any_text_is_changes_or_one_sentence(text):
    try:
        found = TrainConfig(changes=text)
    except ConfigError as error:
        assert "\n" not in str(error)  # noqa: PT017 (both are right)
    else:
        assert TrainConfig(changes=found.changes) == found


def test_changes_are_put_in_order_so_that_equal_runs_are_equal():
    config = TrainConfig(changes=" 20:batch_size = 5;3 : lr=.5 ;; \n 3: 0.weight[ 1 , 0 ]=1e0 ")
    assert config.changes == "3: lr=0.5; 3: 0.weight[1,0]=1; 20: batch_size=5"
    assert config.changed[0] == Change(epoch=3, name="lr", value=0.5)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("soon", "changes must be written like '120: lr=0.01; 200: batch_size=5; 250: 0.weight[2,1]=1.5', got 'soon'"),
        ("3: momentum=0.5", "be of lr=, regularization_rate=, batch_size=, dropout=, noise=, of a weight such as"),
        ("3: 0.weight=1", "of a weight such as 0.weight[2,1]= and of a bias such as 0.bias[2]=; got '3: 0.weight=1'"),
        ("3: lr[0]=1", "got '3: lr[0]=1'"),
        ("3: lr=99", "changes after epoch 3: lr must lie in [1e-05, 10], got 99"),
        ("3: lr=1e999", "got inf"),
        ("3: lr=e", "changes after epoch 3: lr must be a number, got 'e'"),
        ("3: lr=nan", "changes after epoch 3: lr must be a number, got 'nan'"),
        ("3: lr=٣", "lr must be a number, got '٣'"),
        ("3: lr=full", "lr must be a number, got 'full'"),
        ("3: batch_size=2.5", "changes after epoch 3: batch_size must be full or a whole number, got '2.5'"),
        ("3: batch_size=0", "batch_size must be a whole number in [1, 5000], got 0"),
        ("10001: lr=1", "changes can come after epoch 0 to 10000, got '10001: lr=1'"),
        ("3: 0.weight[5,0]=1", "changes can be of 0.weight[0,0] to 0.weight[4,1]; got '0.weight[5,0]=1'"),
        ("3: 0.weight[0]=1", "changes can be of 0.weight[0,0] to 0.weight[4,1]; got '0.weight[0]=1'"),
        ("3: 0.bias[5]=1", "changes can be of 0.bias[0] to 0.bias[4]; got '0.bias[5]=1'"),
        ("3: 1.bias[0]=1", "changes can be of 0.weight, 0.bias, 2.weight, 2.bias, 4.weight, 4.bias in this network"),
        ("3: 0.bias[0]=1001", "changes after epoch 3: 0.bias must lie in [-1000, 1000], got 1001"),
        ("3: noise=0.6", "changes after epoch 3: noise of spiral must lie in [0, 0.5], got 0.6"),
        ("3: noise=1e999", "changes after epoch 3: noise of spiral must lie in [0, 0.5], got inf"),
        ("3: dropout=0.5", "need a network that has some from the start; got dropout 0"),
        ("1: lr=1;" * 21, "changes must be at most 20, got 21"),
        (";" * 1001, "changes must have at most 1000 characters, got 1,001"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence_that_says_what_would(text, words):
    assert words in refusal(text, **SMALL)


def test_a_schedule_and_a_learning_rate_set_on_the_way_do_not_go_together():
    assert "need a schedule that leaves it alone, constant; got cosine" in refusal("3: lr=0.5", schedule="cosine")


def test_smaller_batches_on_the_way_count_as_steps():
    config = TrainConfig(**SMALL, changes="2: batch_size=full; 6: batch_size=1; 99: batch_size=2")
    assert config.steps == 2 * 3 + 4 * 1 + 2 * 20
    assert TrainConfig(**SMALL, changes="0: batch_size=5").steps == 8 * 4
    assert "optimizer steps" in refusal("1: batch_size=1", epochs=1000)


@pytest.mark.parametrize("hidden", [(), (3,), (4, 5, 6)])
@pytest.mark.parametrize("dropout", [0.0, 0.5])
@pytest.mark.parametrize("dataset", ["straight line", "spiral", "iris"])
def test_weights_and_biases_have_the_names_that_the_network_gives_them(hidden, dropout, dataset):
    config = TrainConfig(dataset=dataset, hidden=hidden, dropout=dropout)
    assert config.parameter_shapes == {name: tuple(w.shape) for name, w in build(config).state_dict().items()}


def test_a_change_holds_from_the_epoch_after():
    config = TrainConfig(**SMALL, changes="0: batch_size=5; 3: lr=0.5; 3: regularization_rate=1; 5: lr=0.25")
    assert [settings_in(config, epoch).lr for epoch in range(1, 9)] == [0.1, 0.1, 0.1, 0.5, 0.5, 0.25, 0.25, 0.25]
    assert [settings_in(config, epoch).regularization_rate for epoch in (3, 4)] == [0, 1]
    assert settings_in(config, 1).batch_size == 5


def by_torch(optimizer: str, change: Callable[[nn.Sequential, torch.optim.Optimizer], None]) -> dict[str, Any]:
    """Eight epochs in full batches by torch alone, with a change after the third."""
    config = TrainConfig(**SMALL | {"batch_size": None}, optimizer=optimizer)
    data, begun = load(config).train, start(config)
    model = nn.Sequential(nn.Linear(2, 5), nn.ReLU(), nn.Linear(5, 3), nn.ReLU(), nn.Linear(3, 1))
    model.load_state_dict(begun.weights)
    steps = OPTIMIZERS[optimizer].make(model.parameters(), lr=config.lr, momentum=config.momentum)
    for epoch in range(1, 9):
        steps.zero_grad()
        nn.BCEWithLogitsLoss()(model(data.x), data.y.float()[:, None]).backward()
        steps.step()
        if epoch == 3:
            change(model, steps)
    return {name: tensor.tolist() for name, tensor in model.state_dict().items()}


def slower(model: nn.Sequential, optimizer: torch.optim.Optimizer) -> None:
    optimizer.param_groups[0]["lr"] = 0.02


def by_hand(model: nn.Sequential, optimizer: torch.optim.Optimizer) -> None:
    with torch.no_grad():
        model[2].weight[1, 4] = 1.5


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(("text", "change"), [("3: lr=0.02", slower), ("3: 2.weight[1,4]=1.5", by_hand)],
                         ids=["lr", "weight"])  # fmt: skip
def test_a_change_is_what_torch_does_when_it_is_made_between_two_epochs(optimizer, text, change):
    config = TrainConfig(**SMALL | {"batch_size": None}, optimizer=optimizer, changes=text)
    assert {name: w.tolist() for name, w in train(config).weights.items()} == by_torch(optimizer, change)


@pytest.mark.parametrize("optimizer", ["SGD", "Adam", "Nesterov"])
@pytest.mark.parametrize("regularization", ["L1", "L2"])
def test_any_pieces_by_either_loop_are_the_same_run(optimizer, regularization):
    config = TrainConfig(**SMALL, optimizer=optimizer, regularization=regularization, changes=MANY)
    begun, at_once = start(config), train(config)
    assert can_write_out(begun)
    assert bits(advance(begun, 8, plain=True)) == bits(at_once)
    state = begun
    while not state.finished:
        state = resume(save(advance(state, 1)))
        assert state.optimizer["param_groups"][0]["lr"] == config.lr
    assert bits(state) == bits(at_once)
    assert bits(train(TrainConfig(**SMALL, optimizer=optimizer, regularization=regularization))) != bits(at_once)


@pytest.mark.parametrize(
    "more", [{"dropout": 0.3}, {"update": "by hand"}, {"regularization": "L1 pruning"}, {"zero_grad": False}], ids=str
)
def test_runs_of_the_plain_loop_change_too(more):
    text = MANY.replace("2.bias", "3.bias") + "; 4: dropout=0.6" if "dropout" in more else MANY
    config = TrainConfig(**SMALL, **more, changes=text)
    state = start(config)
    for epochs in (3, 1, 2, 99):
        state = advance(state, epochs)
    assert bits(state) == bits(train(config))


def test_a_weight_set_before_training_is_seen_at_epoch_0_and_one_set_later_in_the_epoch_after():
    config = TrainConfig(**SMALL | {"epochs": 500}, lr=1e-5, changes="0: 0.weight[1,1]=2; 400: 0.bias[0]=7")
    state = train(config)
    film = {snapshot.epoch: snapshot.weights for snapshot in state.snapshots}
    assert film[0]["0.weight"][1, 1] == 2
    assert film[400]["0.bias"][0] < 6
    assert film[401]["0.bias"][0] == pytest.approx(7, abs=0.01)


def test_a_change_after_the_last_epoch_changes_nothing():
    assert bits(train(TrainConfig(**SMALL, changes="8: 0.bias[0]=7; 300: lr=1"))) == bits(train(TrainConfig(**SMALL)))
