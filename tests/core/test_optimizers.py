"""Every registered optimizer is the torch.optim it names, with the settings a learner chose."""

import inspect

import pytest
import torch

from core.optimizers import OPTIMIZERS

# Written out once more, straight from torch's documentation: what a learner's settings must turn into.
DIRECT = {
    "SGD": lambda p: torch.optim.SGD(p, lr=0.05, weight_decay=0.02),
    "Momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, weight_decay=0.02),
    "Nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, weight_decay=0.02, nesterov=True),
    "Adagrad": lambda p: torch.optim.Adagrad(p, lr=0.05, weight_decay=0.02),
    "RMSprop": lambda p: torch.optim.RMSprop(p, lr=0.05, weight_decay=0.02),
    "Adam": lambda p: torch.optim.Adam(p, lr=0.05, weight_decay=0.02),
    "AdamW": lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.02),
    "NAdam": lambda p: torch.optim.NAdam(p, lr=0.05, weight_decay=0.02),
    "RAdam": lambda p: torch.optim.RAdam(p, lr=0.05, weight_decay=0.02),
    "Adadelta": lambda p: torch.optim.Adadelta(p, lr=0.05, weight_decay=0.02),
}


def walk(optimizer: torch.optim.Optimizer, w: torch.Tensor, steps: int = 30) -> torch.Tensor:
    for _ in range(steps):
        optimizer.zero_grad()
        ((w[0] - 3) ** 2 + 7 * w[1] ** 2 + w[0] * w[1]).backward()
        optimizer.step()
    return w.detach()


def weight() -> torch.Tensor:
    return torch.tensor([-1.0, 2.0], requires_grad=True)


def test_nothing_is_registered_that_is_not_tested_here() -> None:
    assert set(DIRECT) == set(OPTIMIZERS), "write each optimizer's call into DIRECT, as torch's documentation has it"


@pytest.mark.parametrize("name", DIRECT)
def test_a_registered_optimizer_walks_bit_for_bit_as_torch_does(name: str) -> None:
    ours, theirs = weight(), weight()
    made = OPTIMIZERS[name].make([ours], lr=0.05, momentum=0.8, weight_decay=0.02)
    assert torch.equal(walk(made, ours), walk(DIRECT[name]([theirs]), theirs))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_code_shown_makes_the_same_optimizer(name: str) -> None:
    settings = {"lr": 0.05, "momentum": 0.8, "weight_decay": 0.02}
    ours, theirs = weight(), weight()
    code = OPTIMIZERS[name].code("[w]", **settings)
    shown = eval(code, {"torch": torch, "w": theirs})  # noqa: S307
    assert torch.equal(walk(OPTIMIZERS[name].make([ours], **settings), ours), walk(shown, theirs))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_no_weight_decay_means_none(name: str) -> None:
    made = OPTIMIZERS[name].make([weight()], lr=0.05)
    assert made.param_groups[0]["weight_decay"] == 0, "AdamW's own default is 0.01"


def test_nesterov_without_momentum_is_sgd_where_torch_itself_refuses() -> None:
    with pytest.raises(ValueError, match="momentum"):
        torch.optim.SGD([weight()], lr=0.05, nesterov=True)
    ours, theirs = weight(), weight()
    made = OPTIMIZERS["Nesterov"].make([ours], lr=0.05, momentum=0)
    assert torch.equal(walk(made, ours), walk(torch.optim.SGD([theirs], lr=0.05), theirs))


def test_settings_equal_to_torchs_own_defaults_stay_out_of_the_code() -> None:
    assert OPTIMIZERS["Momentum"].code("[w]", lr=0.1, momentum=0.9) == "torch.optim.SGD([w], lr=0.1, momentum=0.9)"
    assert OPTIMIZERS["Adam"].code("net.parameters()", lr=0.1) == "torch.optim.Adam(net.parameters(), lr=0.1)"


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_that_follows_the_slope_steps_twice_as_far_on_twice_the_slope(name: str) -> None:
    moved = []
    for steepness in (1.0, 2.0):
        w = torch.tensor(0.0, requires_grad=True)
        made = OPTIMIZERS[name].make([w], lr=0.1, momentum=0.9)
        (steepness * w).backward()
        made.step()
        moved.append(w.item())
    doubled = moved[1] == pytest.approx(2 * moved[0])
    # RAdam's first steps are plain momentum; it adapts only later.
    assert doubled == (OPTIMIZERS[name].follows_slope or name == "RAdam")


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_entry_tells_its_rule_its_use_and_its_source(name: str) -> None:
    spec = OPTIMIZERS[name]
    assert r"\leftarrow" in spec.latex
    assert spec.idea.endswith(".")
    assert any(character.isdigit() for character in spec.source)
    assert set(spec.takes) | set(spec.fixed) <= set(inspect.signature(spec.factory).parameters)
