"""Views: totals first, the largest before the others, and never larger than they may be."""

import pytest

from api.errors import InvalidSyntax, NoResults
from api.resources import view as module
from api.resources.destinations import top_destinations
from api.resources.figures import figures
from api.resources.plain_query import code_meant, plain_query
from api.resources.tables import tables
from api.resources.view import view


def test_totals_come_first_and_the_rest_last(published):
    rows = view(15, published).layout.rows
    assert rows[0].total
    assert not any(row.total for row in rows[1:])
    assert rows[1].label == "Japan"
    assert rows[-1].codes["CRS"] == "CRS_RES_X"


def test_periods_in_order_of_time(published):
    columns = view(18, published, [("FREQ", "M")]).layout.columns
    assert list(columns) == sorted(columns)
    assert columns[0] == "2011-08"


@pytest.mark.parametrize("limit", [30_000, 6_000, 4_500])
def test_a_view_is_cut_to_its_size_and_says_so(published, monkeypatch, limit):
    """The oldest periods go first, then the last rows."""
    whole = view(18, published)
    monkeypatch.setattr(module, "LIMIT", limit)
    cut = view(18, published)
    assert len(cut.model_dump_json().encode()) <= limit
    assert cut.truncated == (limit < 30_000)
    assert whole.layout.columns[-len(cut.layout.columns) :] == cut.layout.columns
    assert whole.layout.rows[: len(cut.layout.rows)] == cut.layout.rows
    assert [row[-1] for row in cut.cells[0]] == [
        row[-1] for row in whole.cells[0][: len(cut.layout.rows)]
    ]


def test_what_a_source_does_not_print_stays_empty(published):
    made = view(18, published, [("CDS", "JPN")])
    sheets = [sheet.code for sheet in made.layout.sheets]
    men = made.cells[sheets.index("SEX_M")][0]
    assert men[made.layout.columns.index("2019")] == 48382
    assert men[made.layout.columns.index("2023")] is None


def test_both_languages_have_the_same_figures(published, published_vi):
    for table in tables(published):
        english, vietnamese = (view(table.table, one) for one in (published, published_vi))
        assert english.cells == vietnamese.cells
        assert english.layout.columns == vietnamese.layout.columns
        assert english.title != vietnamese.title


def test_shares_and_changes_of_destinations(published):
    top = top_destinations(published, limit=50)
    first = top.items[0]
    assert (first.place.code, first.persons.total, first.share) == ("CDS_DES_JPN", 80010, 50.0)
    assert first.change is not None
    assert (first.change.period, first.change.persons) == ("2022", 80010 - 67295)
    assert [one.rank for one in top.items] == list(range(1, top.total + 1))
    totals = [one.persons.total for one in top.items]
    assert totals == sorted(totals, reverse=True)
    assert "CDS_DES_X" not in {one.place.code for one in top.items}
    assert "CDS_DES_TOTAL" not in {one.place.code for one in top.items}


def test_codes_as_people_write_them(published):
    structure = published.structure("DF_EMP_MNAO_SEX_CDS_NB")
    sexes = structure.codes_of(structure.component("SEX"))
    assert [code_meant(text, sexes) for text in ("F", "f", "sex_f", "SEX_F")] == ["SEX_F"] * 4
    assert code_meant("Q", sexes) == "Q"
    assert code_meant("1", {"A_1": None, "B_1": None}) == "1"


def test_periods_and_bounds_hold_together(published):
    structure = published.structure("DF_EMP_MNAO_SEX_CDS_NB")
    given = [("SEX", "T"), ("CDS", "TOTAL"), ("FREQ", "A")]
    asked = [("TIME_PERIOD", "2015,2019,2023"), ("startPeriod", "2016"), ("endPeriod", "2020")]
    found = figures(plain_query(structure, [*given, *asked]), published)
    assert [one.period for one in found] == ["2019"]


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        (("SEXX", "F"), "nearest: SEX"),
        (("SEX", ""), "takes one value"),
        (("SEX", ",".join(["F"] * 501)), "up to 500"),
        (("TIME_PERIOD", "soon"), "is not a time period"),
        (("OBS_VALUE", "1"), "is no parameter here"),
    ],
)
def test_what_cannot_be_a_filter(published, pair, says):
    structure = published.structure("DF_EMP_MNAO_SEX_CDS_NB")
    with pytest.raises(InvalidSyntax, match=says):
        plain_query(structure, [pair])


def test_an_unknown_table(published):
    with pytest.raises(NoResults, match="tables go from 1 to 21"):
        view(0, published)
