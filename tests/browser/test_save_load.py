"""The Save & load page in a real browser: painted, linked, and with a file of the visitor's own."""

import io

import pytest
import torch

pytestmark = pytest.mark.browser


def test_forgetting_is_written_into_the_link_and_back(visitor):
    page = visitor.open("save_load")
    visitor.painted()
    assert page.locator("strong").get_by_text("True", exact=True).count() == 1
    with visitor.rerun():
        page.get_by_test_id("stCheckbox").get_by_text("Forget load_state_dict").click()
    assert visitor.setting("forget") == "true"
    assert page.locator("strong").get_by_text("True", exact=True).count() == 0


@pytest.mark.parametrize("lab", ["ritual", "inside", "load", "resume"])
@pytest.mark.parametrize("width", [1400, 420])
def test_every_lab_is_painted_by_a_cold_link_and_fits_the_width(visit, lab, width):
    tab = visit(width=width, scheme="dark" if width == 420 else "light")
    tab.open(f"save_load?lab={lab}")
    tab.painted()
    assert tab.sideways() <= 2


def test_a_file_of_ones_own_is_fitted_in(visitor):
    page = visitor.open("save_load?lab=load&into=a network guessed from the file")
    file = io.BytesIO()
    torch.save({"weights": torch.tensor([0.5784]), "bias": torch.tensor([0.3513])}, file)
    with visitor.rerun():
        page.locator("input[type=file]").set_input_files(
            {
                "name": "01_pytorch_workflow_model_0.pth",
                "mimeType": "application/octet-stream",
                "buffer": file.getvalue(),
            }
        )
    page.get_by_text("y = 0.5784 x + 0.3513").wait_for()
    visitor.painted()


def test_no_name_in_a_file_makes_the_browser_ask_for_a_picture(visitor):
    page = visitor.open("save_load?lab=load")
    address = "http://127.0.0.1:9/seen.png"
    names = (
        f"![x]({address})",
        f"`![x]({address})`",
        f"\\![x]({address})",
        f"\n\n[x]: {address}\n\n![x]",
        "$x$ :red[y]",
    )
    for name in names:
        for value in (torch.ones(3, 3), torch.tensor([torch.nan]), 5):
            file = io.BytesIO()
            torch.save({name: value, "b": torch.ones(1)}, file)
            upload = {"name": f"{name.strip()}.pth", "mimeType": "application/octet-stream", "buffer": file.getvalue()}
            with visitor.rerun(), page.expect_response(lambda answer: answer.request.method == "PUT"):
                page.locator("input[type=file]").set_input_files(
                    upload
                )  # the next would cut one off that is on its way
            assert page.locator("[data-testid=stMarkdown]").locator("img, a, .katex").count() == 0


def test_a_map_is_one_picture_with_one_sentence_for_a_screen_reader(visitor):
    page = visitor.open("save_load")
    visitor.painted()
    assert page.locator("[role=graphics-symbol][aria-label]").count() == 0


def test_the_weights_can_be_downloaded_and_loaded(visitor):
    page = visitor.open("save_load")
    with page.expect_download() as download:
        page.get_by_text("weights.pth").first.click()
    weights = torch.load(download.value.path(), weights_only=True)
    assert list(weights) == ["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"]
