"""Trust stops at the file: everything that is not plain weights of bounded size is refused in one sentence."""

import contextlib
import io
import json
import pickle
import pickletools
import zipfile
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from core.checkpoints import (
    FILE_BYTES,
    SAMPLES,
    guess,
    inspect,
    lesson_map,
    load_weights,
    network,
    read_weights,
    resume,
    save,
    shapes,
    to_bytes,
)
from core.checkpoints.limits import ELEMENTS, PICKLE_BYTES, TENSORS
from core.checkpoints.samples import MESSAGE
from core.config import TrainConfig
from core.errors import CheckpointError
from core.models import build, initialise
from core.training import advance, start

COURSE = json.loads(Path(__file__).parents[1].joinpath("reference", "save_load.json").read_text())
CONFIG = TrainConfig(dataset="moons", n_samples=40, hidden=(3,), optimizer="Adam", epochs=4)
RUN = advance(start(CONFIG), 2)
WEIGHTS, CHECKPOINT = save(RUN, "weights"), save(RUN)


def _repacked(compression: int = zipfile.ZIP_STORED, **changed: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WEIGHTS)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name.split("/", 1)[1], old.read(name)))
    return out.getvalue()


def _zip(compression: int = zipfile.ZIP_STORED, **files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_inspect_names_every_entry_and_every_tensor_as_zipfile_and_torch_do():
    found = inspect(WEIGHTS)
    with zipfile.ZipFile(io.BytesIO(WEIGHTS)) as archive:
        assert [(e.name, e.size, e.compressed, e.offset) for e in found.entries] == [
            (i.filename.removeprefix("archive/"), i.file_size, i.compress_size, i.header_offset)
            for i in archive.infolist()
        ]
        opcodes = [opcode.name for opcode, _, _ in pickletools.genops(archive.read("archive/data.pkl"))]
    assert [instruction.opcode for instruction in found.instructions] == opcodes
    loaded = torch.load(io.BytesIO(WEIGHTS), weights_only=True)
    assert [(t.path, t.shape, f"torch.{t.dtype}") for t in found.tensors] == [
        ((name,), tuple(tensor.shape), str(tensor.dtype)) for name, tensor in loaded.items()
    ]
    assert found.forbidden == ()


def test_inspect_finds_the_tensors_of_a_checkpoint_where_they_stand():
    paths = {tensor.path: tensor.shape for tensor in inspect(CHECKPOINT).tensors}
    assert paths["weights", "0.weight"] == (3, 2)
    assert paths["optimizer", "state", 0, "exp_avg"] == (3, 2)
    assert paths["snapshots", "weights", "2.bias"] == (3, 1)


def test_inspect_counts_the_tensors_of_a_whole_model_without_making_it():
    model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
    found = inspect(to_bytes(model))
    assert found.tensors == ()
    assert [tensor.shape for tensor in found.unnamed] == [tuple(tensor.shape) for tensor in model.parameters()]
    assert {tensor.entry for tensor in found.unnamed} == {f"data/{i}" for i in range(4)}
    both = inspect(to_bytes({"model": model, "bias": model[2].bias, "epoch": 3}))
    assert [tensor.path for tensor in both.tensors] == [("bias",)]
    assert [tensor.shape for tensor in both.unnamed] == [(3, 2), (3,), (1, 3)]
    assert inspect(WEIGHTS).unnamed == ()


@pytest.mark.parametrize("dtype", [torch.float64, torch.float16, torch.bfloat16])
def test_weights_of_another_dtype_are_read_as_they_are(dtype):
    data = to_bytes({name: tensor.to(dtype) for name, tensor in RUN.weights.items()})
    assert all(torch.equal(t, RUN.weights[name].to(dtype)) for name, t in read_weights(data).items())


def test_parameters_and_views_are_read_like_tensors():
    model, base = nn.Linear(3, 2), torch.arange(12.0).reshape(3, 4)
    data = to_bytes({"weight": model.weight, "part": base[1:, ::2], "turned": base.T})
    found = read_weights(data)
    assert torch.equal(found["weight"], model.weight)
    assert torch.equal(found["part"], base[1:, ::2])
    assert torch.equal(found["turned"], base.T)


@pytest.mark.parametrize("name", ["prints when opened", "whole model"])
def test_code_in_a_file_is_found_without_being_run(name, capsys):
    data = SAMPLES[name].make(RUN)
    assert inspect(data).forbidden
    with pytest.raises(CheckpointError, match="weights_only=True refuses it"):
        read_weights(data)
    assert capsys.readouterr().out == ""
    with pytest.raises(pickle.UnpicklingError) as refused:
        torch.load(io.BytesIO(data))
    assert str(refused.value).startswith(COURSE["S04"]["got"].removeprefix("UnpicklingError: ").split("\x1b")[0])


def test_the_harmful_sample_would_have_printed(capsys):
    torch.load(io.BytesIO(SAMPLES["prints when opened"].make(RUN)), weights_only=False)
    assert capsys.readouterr().out.strip() == MESSAGE


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty"),
        (b"0" * (int(FILE_BYTES.high) + 1), "size in bytes: 5,242,881, at most 5,242,880"),
        (b"epoch,loss\n1,0.5\n", "it is a text"),
        ("größe;wert".encode("latin-1"), "of a kind that this page does not know"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "a PNG picture"),
        (pickle.dumps({"a": 1}), "a bare Python pickle"),
        (b"\x10\x00\x00\x00\x00\x00\x00\x00{}", "a safetensors file"),
        (_zip(**{"word/document.xml": b"<w/>"}), "no data.pkl is inside"),
        (_zip(**{"m/data.pkl": b"\x80\x02N.", "m/constants.pkl": b""}), "TorchScript"),
        (_zip(zipfile.ZIP_DEFLATED, **{"m/a": b" " * 99, "m/data.pkl": b"", "m/constants.pkl": b""}), "TorchScript"),
        (WEIGHTS[:-1], "cut off or changed"),
        (WEIGHTS[:700], "cut off or changed"),
        (_repacked(zipfile.ZIP_DEFLATED), "is compressed"),
        (_repacked(**{"data/0": b"123"}), "should have 6 numbers of torch.FloatStorage, but 3 bytes are stored"),
        (_repacked(**{"data.pkl": b"\x80\x02N."}), "holds no state_dict: .* found is a NoneType"),
        (_repacked(**{"data.pkl": b"\x80\x02}."}), "found is an empty dict"),
        (_repacked(**{"data.pkl": b"\x80\x04N."}), "protocol 4; torch.save writes protocol 2"),
        (_repacked(**{"data.pkl": b"\x80\x02("}), "pickle is damaged"),
        (_repacked(**{"data.pkl": b"\x80\x02t."}), "pickle is damaged"),
        (_repacked(**{"data.pkl": b"\x80\x020."}), "instruction POP"),
        (_repacked(**{"data.pkl": b"\x80\x02" + b"N" * int(PICKLE_BYTES.high)}), "bytes of the pickle"),
        (SAMPLES["claims 10¹² numbers"].make(RUN), "claim to hold: 1,000,000,0"),
        (to_bytes({str(i): torch.zeros(1) for i in range(int(TENSORS.high) - 2)} | {"more": [torch.ones(1)] * 3}),
         "tensors in the file: 901"),
        (to_bytes({"a": torch.zeros(int(ELEMENTS.high) + 1, dtype=torch.int8)}), "at most 2,000,000"),
        (to_bytes({"a": torch.zeros(2, dtype=torch.complex64)}), "torch.ComplexFloatStorage"),
        (to_bytes({"a": torch.tensor([1.0, torch.nan])}), "'a' holds numbers that are not finite"),
        (to_bytes(torch.zeros(3)), "found is a single tensor"),
        (to_bytes([1, 2]), "found is a list"),
        (to_bytes(5), "found is an int"),
        (to_bytes({"G": {"w": torch.ones(1)}, "D": {"w": torch.ones(1)}}), "several state_dicts, under 'G', 'D'"),
        (to_bytes({"epoch": 3, "w": 1}), "found is a dict with 'epoch', 'w'"),
        (to_bytes({(1, 2): 3}), "keys are neither texts nor numbers"),
        (to_bytes({"a": [[[[[[[1]]]]]]]}), "levels of nesting"),
        (to_bytes({"a": bytearray(5)}), "builtins.bytearray"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)  # fmt: skip
def test_a_file_that_is_no_plain_weights_gets_one_sentence(data, words):
    with pytest.raises(CheckpointError, match=words):
        read_weights(data)


@pytest.mark.filterwarnings("ignore:.*(CSR|[Qq]uantiz|TypedStorage|torch.ao)")
@pytest.mark.parametrize(
    "make",
    [
        lambda t: t.to_sparse(),
        lambda t: t.to_sparse_csr(),
        lambda t: t.to(torch.complex64),
        lambda t: t.to(torch.float8_e4m3fn),
        lambda t: t.to(torch.uint16),
        lambda t: t.to("meta"),
        lambda t: torch.quantize_per_tensor(t, 0.1, 0, torch.qint8),
    ],
    ids=["sparse", "sparse csr", "complex", "float8", "uint16", "meta", "quantized"],
)
def test_a_tensor_of_another_kind_is_refused_without_calling_it_code(make):
    data = to_bytes({"a": make(torch.ones(2, 2))})
    torch.load(io.BytesIO(data), weights_only=True)  # torch does not refuse it
    with pytest.raises(CheckpointError, match="reads plain values and dense tensors") as refused:
        read_weights(data)
    assert "code" not in str(refused.value)


def test_what_torch_refuses_is_named_first_and_called_code():
    value = {"a": torch.ones(2, 2).to_sparse(), "b": SAMPLES["prints when opened"].make}
    with pytest.raises(CheckpointError, match=r"look up core\.checkpoints\.samples\.harmful, .* code, not weights"):
        read_weights(to_bytes(value))


def test_integer_buffers_are_weights_like_others():
    wanted = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)).state_dict()
    found = read_weights(to_bytes(wanted))
    assert found["1.num_batches_tracked"].dtype == torch.int64
    assert list(found) == list(wanted)


def test_a_long_name_is_cut_in_every_sentence():
    long = "a" * 5_000
    for value in (
        {long: torch.tensor([torch.nan])},
        {long: 5},
        {long: {"b": torch.ones(1)}, "c": {"b": torch.ones(1)}},
    ):
        with pytest.raises(CheckpointError) as refused:
            read_weights(to_bytes(value))
        assert len(str(refused.value)) < 400


def test_old_files_of_pytorch_are_named_as_such():
    buffer = io.BytesIO()
    torch.save(dict(RUN.weights), buffer, _use_new_zipfile_serialization=False)
    with pytest.raises(CheckpointError, match=r"PyTorch before 1\.6"):
        read_weights(buffer.getvalue())


def test_a_pickle_that_multiplies_itself_is_refused_in_bounded_time():
    laughs = b"\x80\x02]q\x00" + b"".join(b"]q%c(%sep" % (i, b"h%c" % (i - 1) * 200) for i in range(1, 6)) + b"."
    laughs = laughs.replace(b"p", b"")
    with pytest.raises(CheckpointError, match="values in the file"):
        read_weights(_repacked(**{"data.pkl": laughs}))


def test_a_flipped_bit_in_a_number_is_noticed_by_its_checksum():
    place = WEIGHTS.index(RUN.weights["0.weight"].numpy().tobytes())
    damaged = bytearray(WEIGHTS)
    damaged[place + 2] ^= 1
    assert not torch.equal(torch.load(io.BytesIO(damaged))["0.weight"], RUN.weights["0.weight"])  # torch does not look
    with pytest.raises(CheckpointError, match="damaged"):
        read_weights(bytes(damaged))


def test_a_model_stays_as_it_is_when_a_file_does_not_fit():
    model = build(CONFIG)
    initialise(model, CONFIG)
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    for name in SAMPLES:
        if name != "matching":
            with pytest.raises(CheckpointError):
                load_weights(SAMPLES[name].make(RUN), model)
    with pytest.raises(CheckpointError, match=r"too large for the network's torch\.float32"):
        load_weights(to_bytes({n: torch.full_like(t, 1e300, dtype=torch.float64) for n, t in before.items()}), model)
    assert all(torch.equal(tensor, before[name]) for name, tensor in model.state_dict().items())


PLACES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=4)


@settings(max_examples=250)
@given(places=PLACES, cut=st.integers(0, 60_000), checkpoint=st.booleans())
def test_a_damaged_file_is_refused_or_read_right(places, cut, checkpoint):
    whole = CHECKPOINT if checkpoint else WEIGHTS
    data = bytearray(whole[: cut if cut < len(whole) and not places else len(whole)])
    for place, byte in places:
        data[place % len(data)] = byte
    for read in (read_weights, resume) if checkpoint else (read_weights,):
        with contextlib.suppress(CheckpointError):
            found = read(bytes(data))
            weights = found if isinstance(found, dict) else found.weights
            assert all(torch.equal(weights[name], tensor) for name, tensor in RUN.weights.items())


@settings(max_examples=250)
@given(places=PLACES.filter(bool))
def test_a_damaged_pickle_in_a_sound_archive_is_refused_or_gives_finite_numbers(places):
    with zipfile.ZipFile(io.BytesIO(WEIGHTS)) as archive:
        damaged = bytearray(archive.read("archive/data.pkl"))
    for place, byte in places:
        damaged[place % len(damaged)] = byte
    with contextlib.suppress(CheckpointError):
        found = read_weights(_repacked(**{"data.pkl": bytes(damaged)}))
        assert all(tensor.isfinite().all() and tensor.numel() < 50 for tensor in found.values())


@settings(max_examples=150)
@given(data=st.binary(max_size=300))
def test_random_bytes_are_refused(data):
    for start_with in (b"", b"PK\x03\x04", b"\x80\x02"):
        with pytest.raises(CheckpointError):
            read_weights(start_with + data)


def test_a_file_within_all_limits_cannot_fill_the_memory_by_the_width_of_a_layer():
    wide = {
        "0.weight": torch.ones(300_000, 2), "0.bias": torch.ones(300_000),
        "1.weight": torch.ones(1, 300_000), "1.bias": torch.ones(1),
    }  # fmt: skip
    weights = read_weights(to_bytes(wide))
    found = guess(shapes(weights))
    with pytest.raises(CheckpointError, match=r"whose map is drawn: 1,200,001, at most 100,000"):
        lesson_map(network(found, weights, "ReLU"), CONFIG)
