"""Whatever is uploaded: a table or one sentence, never anything else."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.errors import PlaygroundError, TableError
from core.tables import Table, read_csv, sample_csv

CELLS = st.one_of(
    st.sampled_from(
        ["", "NA", "1", "2", "-3.5", "1e308", "1e-300", "1,5", "1.234,5", "yes", "no", "x y", '"', "é", "0"]
    ),
    st.text(max_size=6),
    st.floats(allow_nan=True).map(str),
)
NAMES = st.one_of(st.sampled_from(["a", "b", "id", "y", "", "1"]), st.text(max_size=5))


@st.composite
def almost_tables(draw):
    """Draw text with the shape of a table, mostly."""
    width = draw(st.integers(1, 5))
    lines = [draw(st.lists(NAMES, min_size=width, max_size=width, unique=draw(st.booleans())))]
    lines += draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=12))
    delimiter = draw(st.sampled_from([",", ";", "\t", "|"]))
    text = draw(st.sampled_from(["\n", "\r\n", "\r"])).join(delimiter.join(cells) for cells in lines)
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])), errors="replace")


@st.composite
def damaged_samples(draw):
    """Draw the sample with a few bytes changed, or cut off."""
    data = bytearray(sample_csv())
    for place, byte in draw(st.lists(st.tuples(st.integers(0, len(data) - 1), st.integers(0, 255)), max_size=4)):
        data[place] = byte
    return bytes(data[: draw(st.integers(0, len(data)))])


def read(data):
    """Read, and make sure of a table that can be used or of one sentence."""
    try:
        table = read_csv(data, "any.csv")
    except TableError as error:
        sentence = str(error)
    else:
        sentence = use(table)
    assert sentence
    assert len(sentence.splitlines()) == 1


def use(table):
    """Do what a page does, and say that it went well."""
    assert isinstance(table, Table)
    for target in table.targets:
        assert table.task(target) in ("classification", "regression")
    assert table.suggested_target in table.targets
    assert table.suggested_features(table.suggested_target)
    return "a table"


@settings(max_examples=300, deadline=5_000)
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf\n")
@example(b'a,b\n"')
@example(b"\x00")
@given(st.binary(max_size=400))
def test_any_bytes(data):
    read(data)


@settings(max_examples=300, deadline=5_000)
@given(almost_tables())
def test_anything_shaped_like_a_table(data):
    read(data)


@settings(max_examples=100, deadline=5_000)
@given(damaged_samples())
def test_any_damage_to_a_good_file(data):
    read(data)


def test_every_refusal_is_of_the_playground_s_own_kind():
    assert issubclass(TableError, PlaygroundError)
