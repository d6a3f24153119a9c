"""The question, and what came of forgetting in a sentence computed from the runs."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from core.config import TrainConfig
from core.datasets import load
from core.forgetting import OPTIMIZER, equal_bit_for_bit, mean_end, verdict
from core.training import TrainState
from ui.labs.training.quality import names, quality
from ui.page import Text
from ui.state import linked

SAME: Final = ("not at all", "in the last digits", "SGD learns better")


def guess_control(question: str, answers: Sequence[str]) -> str | None:
    """Ask for a prediction."""
    guess: str | None = st.pills(
        question, answers, **linked("guess", lambda value: value in {None, *answers}, offered=answers)
    )
    return guess


def outcome(runs: Mapping[str, TrainState], forgotten: str, guess: str, text: Text) -> str:
    """Say what came of it, whether the guess was right, and why."""
    if forgotten == OPTIMIZER:
        return _of_the_optimizer([*runs.values()], guess, text)
    right, wrong = runs.values()
    came = verdict(right, wrong)
    if right.stop is not None and wrong.stop is not None:
        told = text["Both explode"].format(one=right.stop.epoch, two=wrong.stop.epoch)
    elif wrong.stop is not None:
        told = text["It explodes"].format(forgotten=forgotten, epoch=wrong.stop.epoch, good=f"{mean_end(right):.4g}")
    else:
        told = text["It ends"].format(
            forgotten=forgotten, came=came, bad=f"{mean_end(wrong):.4g}", good=f"{mean_end(right):.4g}",
            first=f"{wrong.history[0].train_loss:.4g}", worse=quality(wrong), better=quality(right),
            guessing=_guessing(right.config, text),
            **names(right.config),
        )  # fmt: skip
    return f"{_answer(guess, came, text)} {told}\n\n{text[f'Why: {forgotten}']}"


def _guessing(config: TrainConfig, text: Text) -> str:
    """Say how often the class that is most frequent in training is right in testing; nothing for a regression."""
    if config.task == "regression":
        return ""
    data = load(config)
    larger = data.train.y.bincount().argmax()
    return text["Guessing"].format(base=f"{(data.test.y == larger).double().mean().item():.1%}")


def _of_the_optimizer(runs: list[TrainState], guess: str, text: Text) -> str:
    """Compare torch.optim.SGD with the update by hand, and both with none."""
    optimizer, by_hand, none = runs
    equal = equal_bit_for_bit(runs[:2])
    answer = _answer(guess, SAME[0] if equal else SAME[1], text)
    told = text["Equal bit for bit" if equal else "Not equal"].format(
        losses=f"{2 * len(optimizer.history):,}", weights=f"{optimizer.config.n_parameters:,}",
        one=f"{mean_end(optimizer):.6g}", two=f"{mean_end(by_hand):.6g}",
    )  # fmt: skip
    flat = len({record.train_loss for record in none.history}) == 1
    told_flat = text["Flat" if flat else "Not flat"].format(loss=f"{none.history[-1].train_loss:.4g}")
    return f"{answer} {told} {told_flat}\n\n{text[f'Why: {OPTIMIZER}']}"


def _answer(guess: str, came: str, text: Text) -> str:
    return text["As guessed" if guess == came else "Not as guessed"].format(guess=guess, came=came)
