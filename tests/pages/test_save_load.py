"""The Save & load page: what is loaded is proved equal, and every file that does not fit is explained."""

import contextlib
import io
import re
from html import unescape
from itertools import pairwise

import pytest
import torch

from core.checkpoints import SAMPLES, lesson, save
from core.config import TrainConfig
from core.training import start, train
from ui.page import read_text

LABS = ("ritual", "inside", "load", "resume")


URL = "http://127.0.0.1:9/seen.png"
HOSTILE = (
    f"![x]({URL})",
    f"`![x]({URL})`",
    f"``` ![x]({URL}) ```",
    f"\n\n[x]: {URL}\n\n![x]",
    f"<img src={URL}>",
    f"$$\\includegraphics{{{URL}}}$$",
    f"\\![x]({URL})",
    f"\\\\![x]({URL}) | a | b",
    "{name} {0}",
    "a" * 5_000,
)


def source(page) -> str:
    """Return the Markdown of the page as it is written."""
    return "\n".join(element.value for element in [*page.markdown, *page.caption, *page.warning])


def words(page) -> str:
    """Return the words of the page, without the backslashes that keep them from being marks."""
    return re.sub(r"\\(_|[^\w\s])", r"\1", source(page))


def without_what_is_literal(markdown: str) -> str:
    """Take code spans and escaped letters away, as CommonMark does from left to right: what is left can act."""
    return re.sub(r"\\[^a-zA-Z0-9\s]|(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "", markdown)


@pytest.mark.parametrize("lab", LABS)
def test_every_lab_opens_alive_and_without_a_warning(open_page, lab):
    page = open_page("save_load", lab=lab)
    assert not page.exception
    assert not page.warning
    assert len(page.get("vega_lite_chart")) + len(page.get("arrow_vega_lite_chart")) > 0
    assert read_text("save_load")[lab.capitalize()] in words(page)


def tables(page) -> list[list[list[str]]]:
    """Return the rows of each table of the lab `inside`, as they are shown."""
    bodies = [element.proto.body for element in page.get("html") if "<table" in element.proto.body]
    return [
        [
            [unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
            for row in re.findall("<tr>(.*?)</tr>", body)
        ][1:]
        for body in bodies
    ]


def predictions(page) -> dict[str, list[str]]:
    """Return the columns of the table of predictions, as they are written."""
    table = next(element.value for element in page.markdown if element.value.startswith("| Logit at"))
    head, _, *rows = ([cell.strip() for cell in row.strip("| ").split(" | ")] for row in table.splitlines())
    return {name: [row[place] for row in rows] for place, name in enumerate(head)}


def test_the_loaded_network_equals_the_trained_one_until_the_line_is_forgotten(open_page):
    page = open_page("save_load")
    assert re.findall(r"torch.equal` with 1: \*\*(\w+)\*\*", words(page)) == ["False", "True"]
    assert "largest |difference| **0**" in words(page)
    table = predictions(page)
    assert table["trained"] == table["loaded"]
    assert set(table["difference"]) == {"0.0000"}
    assert all(trained != new for trained, new in zip(table["trained"], table["new"], strict=True))
    page.toggle(key="forget").set_value(True).run()
    assert re.findall(r"torch.equal` with 1: \*\*(\w+)\*\*", words(page)) == ["False", "False"]
    table = predictions(page)
    assert table["new"] == table["loaded"]


@pytest.mark.parametrize(
    ("widget", "value"),
    [("dataset", "xor"), ("hidden", "4"), ("activation", "Tanh"), ("epochs", 50), ("seed", 7)],
)
def test_each_setting_of_the_network_changes_its_predictions(open_page, widget, value):
    page = open_page("save_load")
    before = predictions(page)["trained"]
    next(w for w in [*page.selectbox, *page.slider, *page.number_input] if w.key == widget).set_value(value).run()
    assert not page.exception
    assert predictions(page)["trained"] != before


@pytest.mark.parametrize(
    ("lab", "answer"),
    [("ritual", "105 numbers are 420 bytes, and 3,221 bytes of file"), ("inside", "420 of 3,221 bytes, 13%"),
     ("load", "2 of 6: the weight and the bias"), ("resume", "3,221 bytes against ")],
)  # fmt: skip
def test_a_question_is_answered_with_numbers_of_this_very_run_once_it_is_opened(open_page, lab, answer):
    page = open_page("save_load", lab=lab)
    assert answer not in words(page)
    page.session_state[f"{lab.capitalize()}_answer"] = True
    page.run()
    assert answer in words(page)


@pytest.mark.parametrize("lab", LABS)
def test_the_code_of_a_lab_is_written_once_it_is_opened(open_page, lab):
    page = open_page("save_load", lab=lab)
    assert not [code for code in page.code if code.language == "python"]
    page.session_state["code"] = True
    page.run()
    assert "torch.load(" in page.code[-1].value


@pytest.mark.parametrize("into", ["the network of this page", "a network guessed from the file"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_code_does_what_the_page_did_and_runs_beside_the_download(open_page, sample, into, tmp_path, monkeypatch):
    page = open_page("save_load", lab="load", sample=sample, into=into)
    page.session_state["code"] = True
    page.run()
    script = next(code.value for code in page.code if code.language == "python")
    run = train(lesson(dataset="moons", hidden=(8, 8), activation="ReLU", epochs=100, seed=42))
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath(re.search(r"'(\w+\.pth)'", script)[1]).write_bytes(SAMPLES[sample].make(run))
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(script, "script", "exec"), {})  # noqa: S102
    for told in re.findall(r"\*\*(y = .*?)\*\*", words(page)):
        assert told in out.getvalue()
    assert ("**It fits.**" in words(page) or "The shapes tell" in words(page)) == (
        "matched successfully" in out.getvalue()
    )
    if "guessed" in into and "The shapes tell" in words(page):
        assert f"nn.Linear(in_features={1 if 'line' in sample else 2}," in script


def test_the_download_of_a_sample_has_a_true_name(open_page):
    page = open_page("save_load", lab="load", sample="claims 10¹² numbers")
    assert any(b.proto.label.startswith("claims_1e12_numbers.pth (") for b in page.get("download_button"))


@pytest.mark.parametrize(
    ("optimizer", "kept"),
    [("Adam", "Adam keeps two numbers for each"), ("Momentum", "Momentum keeps one number for each"),
     ("SGD", "SGD keeps nothing for each")],
)  # fmt: skip
def test_the_answer_says_what_the_chosen_optimizer_keeps(open_page, optimizer, kept):
    page = open_page("save_load", lab="resume", optimizer=optimizer)
    page.session_state["Resume_answer"] = True
    page.run()
    assert kept in words(page)


@pytest.mark.parametrize(("lab", "wanted"), [
    ("load", "6 tensors whose names cannot be read without running it: (8, 2)"),
    ("inside", "It holds 6 tensors whose names cannot be read without running it."),
])  # fmt: skip
def test_the_tensors_of_a_whole_model_are_counted(open_page, lab, wanted):
    page = open_page("save_load", lab=lab, **{"sample" if lab == "load" else "file": "whole model"})
    assert wanted in words(page)
    if lab == "inside":
        assert ["data/2", "256", "numbers of a tensor (8, 8) float32"] in tables(page)[0]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"lab": "foo"}, "Lab must be one of ritual, inside, load, resume, not 'foo'; ritual is used"),
        ({"dataset": "zzz"}, "Data set must be one of circles, moons, circle, xor, gauss, spiral, not 'zzz'"),
        ({"hidden": "9"}, "'16, 16', '8, 8, 8', not '9'; 8, 8 is used"),
        ({"epochs": "nan"}, "Epochs must be a whole number from 10 to 300, not 'nan'; 100 is used"),
        ({"seed": "-1"}, "Seed must be a whole number from 0 to 2,147,483,647, not '-1'; 42 is used"),
        ({"forget": "perhaps"}, "Forget load_state_dict must be true or false, not 'perhaps'; false is used"),
        ({"lab": "inside", "file": "foo"}, "File must be one of weights, checkpoint, whole model, prints when opened"),
        ({"lab": "load", "sample": "x"}, "File to try must be one of one layer renamed"),
        ({"lab": "load", "into": "y"}, "not 'y'; the network of this page is used"),
        (
            {"lab": "resume", "epoch": "1e309"},
            "Interrupt after epoch must be a whole number from 1 to 99, not '1e309'",
        ),
        ({"lab": "resume", "optimizer": "z"}, "Optimizer must be one of SGD"),
    ],
)
def test_what_a_link_asks_for_in_vain_is_said_in_one_warning(open_page, settings, told):
    page = open_page("save_load", **settings)
    assert not page.exception
    (warning,) = page.warning
    assert told in words(page)
    assert warning.value.startswith("The link asks for what cannot be.")
    assert [again.value for again in page.run().warning] == [warning.value]  # the browser runs a page twice on arrival


def test_several_such_values_are_said_in_one_warning_and_the_others_hold(open_page):
    page = open_page("save_load", epochs="nan", seed="-1", hidden="9", dataset="zzz", activation="Tanh")
    assert len(page.warning) == 1
    assert page.selectbox(key="activation").value == "Tanh"
    assert all(name in page.warning[0].value for name in ("Epochs", "Seed", "Hidden layers", "Data set"))


def test_a_link_restores_the_settings(open_page):
    page = open_page("save_load", lab="resume", dataset="circles", hidden="4", optimizer="Momentum", epochs="60",
                     epoch="20", seed="1")  # fmt: skip
    assert [w.value for w in page.selectbox] == ["Momentum", "circles", "4", "ReLU"]
    assert sorted(w.value for w in page.slider) == [20, 60]
    assert page.number_input(key="seed").value == 1


def test_a_bad_link_falls_back_or_is_told_in_a_sentence(open_page):
    for settings in ({"lab": "nothing"}, {"dataset": "iris", "hidden": "a"}, {"epochs": "99999"}, {"seed": "-5"},
                     {"lab": "inside", "file": "x"}, {"lab": "load", "sample": "x", "into": "y"},
                     {"lab": "resume", "epoch": "99999", "optimizer": "z"},
                     {"lab": "resume", "epoch": "-4"}):  # fmt: skip
        page = open_page("save_load", **settings)
        assert not page.exception, settings


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("weights", "gives an OrderedDict with '0.weight'"),
        ("checkpoint", "gives an dict with 'format'"),
        ("whole model", "refuses: *Unsupported global: GLOBAL torch.nn.modules.container.Sequential"),
        ("prints when opened", "refuses: *Unsupported global: GLOBAL print was not an allowed global by default.*"),
    ],
)
def test_each_file_is_opened_without_running_it_and_pytorch_answers(open_page, capsys, name, sentence):
    page = open_page("save_load", lab="inside", file=name)
    assert sentence.replace("an dict", "a dict") in words(page)
    entries, instructions = tables(page)
    assert "data.pkl" in [entry for entry, _, _ in entries]
    assert instructions[0][1] == "PROTO"
    assert "was printed by a file" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("sample", "sentence"),
    [
        ("matching", "It fits.** All 6 names"),
        ("one layer renamed", "seems to be 'layer_1.weight' in the file"),
        ("another width", "16 neurons against 8"),
        ("course's line", "nearest in the file is 'weights'"),
        ("cut off", "was probably cut off"),
        ("whole model", "holds a whole pickled model"),
        ("prints when opened", "would look up builtins.print"),
        ("claims 10¹² numbers", "at most 2,000,000 are allowed"),
    ],
)
def test_each_sample_file_is_explained(open_page, sample, sentence):
    page = open_page("save_load", lab="load", sample=sample)
    assert not page.exception
    assert sentence in words(page)


def test_every_sample_has_its_explanation_tested():
    assert len(SAMPLES) == 8


def test_the_courses_file_is_guessed_and_shown(open_page):
    page = open_page("save_load", lab="load", sample="course's line", into="a network guessed from the file")
    assert "y = 0.5784 x + 0.3513" in words(page)


def _torch_file(value) -> bytes:
    buffer = io.BytesIO()
    torch.save(value, buffer)
    return buffer.getvalue()


def _stack(*sizes: int) -> bytes:
    """Write the weights of linear layers one after another."""
    layers = [torch.nn.Linear(n_in, n_out) for n_in, n_out in pairwise(sizes)]
    return _torch_file(torch.nn.Sequential(*layers).state_dict())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (lambda: b"", "The file is empty"),
        (lambda: b"hello", "it is a text"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(60), "a PNG picture"),
        (lambda: _torch_file({"weights": torch.tensor([0.7]), "bias": torch.tensor([0.3])}), "y = 0.7000 x + 0.3000"),
        (lambda: _torch_file({"conv.weight": torch.ones(2, 1, 3, 3)}), "No guess"),
        (lambda: _torch_file({"weight": torch.ones(3, 7), "bias": torch.ones(3)}), "7 inputs and 3 outputs"),
        (lambda: save(start(TrainConfig(dataset="moons", hidden=(5,)))), "2 → 5 → 1"),
        (lambda: _stack(2, 30_000, 1), "No map. Numbers of a network whose map is drawn: 120,001, at most 100,000"),
        (lambda: _stack(2, *[3] * 30, 1), "2 → 3 → 3 → 3 → ... 24 more ... → 3 → 3 → 3 → 1"),
    ],
)
def test_a_file_of_ones_own_is_read_or_explained(open_page, data, sentence):
    page = open_page("save_load", lab="load", into="a network guessed from the file")
    page.file_uploader(key="own_file").set_value(("mine.pth", data(), "application/octet-stream")).run()
    assert not page.exception
    assert "mine.pth" in words(page)
    assert sentence in words(page)


@pytest.mark.parametrize("into", ["the network of this page", "a network guessed from the file"])
@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_in_a_file_and_no_name_of_a_file_is_obeyed_by_the_page(open_page, name, into):
    page = open_page("save_load", lab="load", into=into)
    values = (
        {name: torch.ones(3, 3), "0.weight": torch.ones(8, 2)},
        {name: torch.full((3,), torch.nan)},
        {name: 5, "b": torch.ones(1)},
        {name: {"weight": torch.ones(2, 2), "bias": torch.ones(2)}},
        {"a": torch.ones(2).to_sparse(), name: torch.ones(2)},
    )
    for value in values:
        page.file_uploader(key="own_file").set_value((name, _torch_file(value), "application/octet-stream")).run()
        assert not page.exception
        acting = without_what_is_literal(source(page))
        assert not re.search(r"!\[|\]\(|<img|\$|http:", acting)
        assert "a" * 100 not in source(page)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            {"bn.weight": torch.ones(3), "bn.num_batches_tracked": torch.tensor(0)},
            "**It does not fit.**",
        ),
        ({"bn.bias": torch.tensor([torch.nan])}, "**Refused.** 'bn.bias' holds"),
        (torch.ones(8, 2), "(no name) (8, 2) `float32`"),
        ({"net": {"w": torch.ones(1)}, "epoch": 1}, "stand under `net`"),
        ({"a": torch.ones(2, dtype=torch.complex64)}, "**Refused.** This page reads plain values and dense tensors"),
    ],
)
def test_what_is_said_of_a_file_is_true_letter_by_letter(open_page, value, sentence):
    page = open_page("save_load", lab="load")
    page.file_uploader(key="own_file").set_value(("mine.pth", _torch_file(value), "application/octet-stream")).run()
    assert not page.exception
    assert sentence in words(page)


@pytest.mark.parametrize("into", ["the network of this page", "a network guessed from the file"])
@pytest.mark.parametrize(("dtype", "size"), [(torch.float64, 1e300), (torch.float32, 1e37)])
def test_numbers_too_large_to_compute_with_are_told_and_no_empty_map_is_drawn(open_page, into, dtype, size):
    page = open_page("save_load", lab="load", into=into)
    state = start(TrainConfig(dataset="moons", hidden=(8, 8)))
    value = {name: tensor.to(dtype) * size for name, tensor in state.weights.items()}
    page.file_uploader(key="own_file").set_value(("mine.pth", _torch_file(value), "application/octet-stream")).run()
    assert not page.exception
    assert "too large" in words(page)
    assert not page.get("vega_lite_chart")
    assert not page.get("arrow_vega_lite_chart")


@pytest.mark.parametrize(("lab", "setting"), [("inside", "file"), ("load", "sample")])
@pytest.mark.parametrize("name", ["prints when opened", "whole model"])
def test_the_file_that_the_script_opens_can_be_downloaded(open_page, lab, setting, name):
    page = open_page("save_load", lab=lab, **{setting: name})
    page.session_state["code"] = True
    page.run()
    file = f"{name.replace(' ', '_')}.pth"
    assert any(button.proto.label.startswith(f"{file} (") for button in page.get("download_button"))
    assert any(f"'{file}'" in code.value for code in page.code)


@pytest.mark.parametrize(("optimizer", "verdicts"), [("Adam", ["equal bit for bit", "not equal"]),
                                                     ("SGD", ["equal bit for bit"] * 2)])  # fmt: skip
def test_going_on_from_the_checkpoint_is_equal_and_from_the_weights_alone_is_not(open_page, optimizer, verdicts):
    page = open_page("save_load", lab="resume", optimizer=optimizer, epochs="60")
    assert re.findall(r"\*\*Resumed .*?\*\*: (.+)", words(page)) == verdicts


def test_the_interruption_moves_with_its_slider(open_page):
    page = open_page("save_load", lab="resume", epochs="60")
    before = words(page)
    page.slider(key="epoch").set_value(10).run()
    assert not page.exception
    assert words(page) != before
    page.slider(key="epochs").set_value(10).run()
    assert not page.exception
    assert page.slider(key="epoch").value == 9
