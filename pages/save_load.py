"""What a network has learned, as a file: written, opened without running it, fitted in, and gone on from."""

from ui.labs.save_load import inside, load, resume, ritual
from ui.page import begin, choose_lab

text = begin(__file__)
labs = {"ritual": ritual.show, "inside": inside.show, "load": load.show, "resume": resume.show}
choose_lab(labs, text)
