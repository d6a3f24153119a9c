import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional

from core.config import TrainConfig
from core.datasets import DATASETS
from core.losses import LOSSES, default_loss
from core.models import build

NUMBERS = st.lists(st.tuples(st.floats(-20, 20), st.floats(-20, 20)), min_size=1, max_size=9)
# What each loss is, by PyTorch's functional form or by hand, of outputs (N, 1) and targets (N, 1).
BY_HAND = {
    "BCE with logits": lambda z, t: -(t * z.sigmoid().log() + (1 - t) * (-z).sigmoid().log()).mean(),
    "MSE": functional.mse_loss,
    "L1": functional.l1_loss,
    "Huber": functional.huber_loss,
    "Half squared error (tanh)": lambda o, t: ((o - t) ** 2).sum() / (2 * len(o)),
}
# Targets of class 0 and class 1.
TARGETS = dict.fromkeys(LOSSES, (-1.0, 1.0)) | {"BCE with logits": (0.0, 1.0)}


def column(numbers: list[float]) -> torch.Tensor:
    return torch.tensor(numbers, dtype=torch.float64)[:, None]


def test_every_loss_has_an_oracle():
    assert set(LOSSES) == {*BY_HAND, "Cross-entropy"}, "write each loss of single outputs into BY_HAND"


@pytest.mark.parametrize("name", BY_HAND)
@given(pairs=NUMBERS)
def test_a_loss_of_single_outputs_is_what_its_name_says(name, pairs):
    output, target = column([a for a, _ in pairs]), column([b for _, b in pairs])
    if name == "BCE with logits":
        target = (target > 0).double()
    expected = BY_HAND[name](output, target).item()
    assert LOSSES[name].factory()(output, target).item() == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(pairs=NUMBERS)
def test_huber_is_half_the_square_near_zero_and_the_size_less_a_half_far_away(pairs):
    output, target = column([a for a, _ in pairs]), column([b for _, b in pairs])
    error = (output - target).abs()
    by_hand = torch.where(error < 1, error**2 / 2, error - 0.5).mean().item()
    assert LOSSES["Huber"].factory()(output, target).item() == pytest.approx(by_hand, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_cross_entropy_is_minus_the_log_of_the_share_of_the_right_class(classes):
    z = torch.randn(20, classes, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    y = torch.arange(20) % classes
    by_hand = -(z.exp()[torch.arange(20), y] / z.exp().sum(1)).log().mean()
    target = LOSSES["Cross-entropy"].encode(y, torch.float64)
    found = LOSSES["Cross-entropy"].factory()(z, target)
    assert found.item() == pytest.approx(by_hand.item(), rel=1e-12)
    assert found.item() == functional.cross_entropy(z, y).item()


@pytest.mark.parametrize("name", [name for name, loss in LOSSES.items() if not loss.per_class])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_two_classes_become_a_column_of_the_runs_dtype(name, dtype):
    low, high = TARGETS[name]
    encoded = LOSSES[name].encode(torch.tensor([0, 1, 1]), dtype)
    assert encoded.dtype == dtype
    assert encoded.tolist() == [[low], [high], [high]]


def test_class_indices_stay_as_they_are():
    assert LOSSES["Cross-entropy"].encode(torch.tensor([2, 0, 1]), torch.float32).tolist() == [2, 0, 1]


@pytest.mark.parametrize("name", LOSSES)
def test_the_class_found_is_the_one_whose_target_is_nearest(name):
    loss = LOSSES[name]
    if loss.per_class:
        assert loss.classify(torch.tensor([[0.1, 3.0, 2.9], [5.0, -1.0, 0.0]])).tolist() == [1, 0]
        return
    outputs = torch.tensor([[-3.0], [-0.01], [0.0], [0.01], [3.0]])
    assert loss.classify(outputs).tolist() == [0, 0, 0, 1, 1]  # a tie goes to class 0, everywhere
    for k in (0, 1):
        target = loss.encode(torch.tensor([k]), torch.float32)
        best = 9.0 * (2 * k - 1)
        losses = [loss.factory()(torch.tensor([[o]]), target).item() for o in (best, -best)]
        assert losses[0] < losses[1]


@pytest.mark.parametrize("name", LOSSES)
def test_only_the_tanh_loss_squashes_the_output_and_only_of_classes(name):
    for dataset in ("circles", "straight line"):
        if not LOSSES[name].accepts(DATASETS[dataset].task, len(DATASETS[dataset].classes)):
            continue
        last = build(TrainConfig(dataset=dataset, loss=name, hidden=(3,)))[-1]
        squashed = name == "Half squared error (tanh)" and dataset == "circles"
        assert isinstance(last, torch.nn.Tanh if squashed else torch.nn.Linear)


@pytest.mark.parametrize(
    ("task", "classes", "name"),
    [("regression", 0, "MSE"), ("classification", 2, "BCE with logits"), ("classification", 3, "Cross-entropy")],
)
def test_the_usual_loss_of_a_task_accepts_it(task, classes, name):
    assert default_loss(task, classes) == name
    assert LOSSES[name].accepts(task, classes)


@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_says_what_it_is_and_where_it_comes_from(name):
    assert LOSSES[name].idea.endswith(".")
    assert LOSSES[name].latex
    assert LOSSES[name].source
