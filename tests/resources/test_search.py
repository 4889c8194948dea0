"""Search finds what people mean: the questions of `questions.toml`, in both languages."""

import tomllib
from pathlib import Path

import pytest

from api.errors import InvalidSyntax
from api.resources.search import fold, search, words

QUESTIONS = tomllib.loads(Path(__file__).with_name("questions.toml").read_text())["questions"]

#: Within how many hits an answer has to be.
WITHIN = 5


def _rank(question, wanted, published):
    hits = search(question, published, limit=50).items
    found = [f"{one.kind}:{one.id}" for one in hits]
    return found.index(wanted) + 1 if wanted in found else None, found[:WITHIN]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_among_the_first(question, published):
    rank, first = _rank(question, QUESTIONS[question], published)
    assert rank is not None, first
    assert rank <= WITHIN, first


def test_the_mean_rank_does_not_get_worse(published):
    ranks = [_rank(question, wanted, published)[0] for question, wanted in QUESTIONS.items()]
    assert sum(1 / rank for rank in ranks if rank) / len(ranks) > 0.85


@pytest.mark.parametrize(
    ("text", "folded"),
    {
        "Nhật Bản": "nhat ban",
        "Đài Loan (Trung Quốc)": "dai loan (trung quoc)",
        "ƯỚC TÍNH": "uoc tinh",
        "Côte d'Ivoire": "cote d'ivoire",
        "ệ": "e",
    }.items(),
)
def test_folding(text, folded):
    assert fold(text) == folded


def test_words_of_codes():
    assert words("CDS_DES_JPN") == ["cds", "des", "jpn"]


@pytest.mark.parametrize("question", ["", "   ", "?!", "x" * 201])
def test_what_is_no_question_is_refused(question, published):
    with pytest.raises(InvalidSyntax):
        search(question, published)


def test_what_has_figures_says_so(published):
    japan = search("japan", published).items[0]
    assert japan.filled
    assert japan.places[0].code == "DF_EMP_MNAO_SEX_CDS_NB"
    assert not search("unemployment", published).items[0].filled
