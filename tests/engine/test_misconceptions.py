"""Mistakes refer to the catalogue of misconceptions."""

import pytest

from generator.errors import GradsetError
from generator.exporters.keys import answer_json
from generator.misconceptions import MISCONCEPTIONS
from generator.text.plain import to_plain
from tests.engine.tiny import UNIT_MD, UNIT_PY, answer_of, drawn, load

SENTENCE = "- `no_bias`: The bias $<b>$ is missing.\n"
REFERRING = UNIT_PY.replace("@instead_of(z)", '@instead_of(z, "bias_left_out")')


def test_a_mistake_that_the_catalogue_has_not(tmp_path):
    code = UNIT_PY.replace("@instead_of(z)", '@instead_of(z, "bias_left_oat")')
    with pytest.raises(GradsetError, match="has not; did you mean 'bias_left_out'"):
        load(tmp_path, UNIT_MD, code)


def told(folder, md):
    """What the key says of the mistake `no_bias` in the first part."""
    answer = answer_of(drawn(load(folder, md, REFERRING)), "y_hat")
    return next(m for m in answer_json(answer)["mistakes"] if m["mistake"] == "no_bias")


def test_the_key_names_the_misconception_behind_a_wrong_value(tmp_path):
    assert told(tmp_path, UNIT_MD)["misconception"] == "bias_left_out"


def test_the_questions_own_sentence_takes_precedence(tmp_path):
    assert told(tmp_path, UNIT_MD)["why"] == "The bias $b$ is missing."


def test_without_an_own_sentence_the_student_reads_that_of_the_catalogue(tmp_path):
    assert SENTENCE in UNIT_MD
    assert told(tmp_path, UNIT_MD.replace(SENTENCE, ""))["why"] == MISCONCEPTIONS["bias_left_out"]


@pytest.mark.parametrize("name", MISCONCEPTIONS)
def test_a_sentence_of_the_catalogue_is_markdown_and_a_sentence(name):
    text = to_plain(MISCONCEPTIONS[name])
    assert text.endswith(".")
    assert "\\" not in text
