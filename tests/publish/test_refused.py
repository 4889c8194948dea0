"""What is known from tables that are kept but refused."""

from collections import Counter

from api.publish.agreements import all_sources
from api.publish.refused import refused
from tests.publish.conftest import PROJECT


def held(definitions):
    return list(refused(all_sources(definitions.sources), PROJECT, definitions.registry))


def test_every_refused_source_and_no_other(definitions):
    found = Counter(one.agreement.id for one in held(definitions))
    assert found.keys() == {
        "DOLAB_CONTRACT_WORKERS_PART_YEAR",
        "MOFA_CONTRACT_WORKERS_PART_YEAR",
        "ILO_ILOSTAT_INFLOW_BY_ACTIVITY",
        "ILO_ILOSTAT_INFLOW_BY_OCCUPATION",
    }
    assert found["ILO_ILOSTAT_INFLOW_BY_OCCUPATION"] == 22


def test_a_part_year_is_known_of_its_year(definitions):
    part_years = {
        (one.year, one.key[3], one.key[4])
        for one in held(definitions)
        if one.agreement.id == "DOLAB_CONTRACT_WORKERS_PART_YEAR"
    }
    assert (2024, "SEX_F", "CDS_DES_JPN") in part_years
    assert {year for year, *_ in part_years} == {
        2011,
        2014,
        2015,
        2016,
        2019,
        2020,
        2021,
        2022,
        2023,
        2024,
    }
    assert all(one.key[1] == "A" for one in held(definitions))
