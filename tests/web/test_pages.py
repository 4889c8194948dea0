"""Pages without a browser: every one of them in both languages, its ways, weight and headers."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

PAGES = [
    *("", "/", "/tables", "/coverage", "/releases", "/sources", "/developers"),
    *("/search", "/search?q=nhat+ban", "/search?q=qwertzuiop"),
    *(f"/tables/{number}" for number in range(1, 22)),
    "/tables/18?CDS=CDS_DES_JPN&SEX=SEX_F&startPeriod=2019",
    "/tables/18?FREQ=M&CDS=JPN",
    "/sources/DOLAB/contract-workers-annual",
    "/sources/ILO/ilostat-inflow-by-activity",
    "/lineage/DF_EMP_MNAO_SEX_CDS_NB/VNM.A.EMP_MNAO_NB.SEX_F.CDS_DES_JPN/2023",
]
HTML = {"Accept": "text/html"}


class Page(HTMLParser):
    """What a test asks of a page: elements with their attributes, in order."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def all(self, tag, **having):
        return [
            found
            for name, found in self.elements
            if name == tag and all(found.get(key) == value for key, value in having.items())
        ]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_page(client, language, path):
    answer = client.get(f"/{language}{path}", headers=HTML)
    assert answer.status_code == 200, answer.text[:2000]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == language
    assert len(answer.content) < 200_000
    page = Page(answer.text)
    assert page.all("html")[0]["lang"] == language
    assert len(page.all("h1")) == 1
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    _nothing_inline(page)
    _tables_are_tables(page)
    again = client.get(
        f"/{language}{path}", headers={**HTML, "If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def _nothing_inline(page):
    assert not page.all("style")
    assert all("src" in found for found in page.all("script"))
    for tag, found in page.elements:
        assert "style" not in found, tag
        assert not [name for name in found if name.startswith("on")], tag


def _tables_are_tables(page):
    tables = len(page.all("table"))
    assert len(page.all("caption")) == tables
    assert all("scope" in found for found in page.all("th"))
    names = [found["id"] for _, found in page.elements if "id" in found]
    assert len(names) == len(set(names))


def test_every_way_leads_somewhere(client):
    """All addresses of all pages: pages, charts, downloads, files, feeds."""
    seen, waiting, kinds = set(), ["/vi", "/en"], {}
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address, headers=HTML)
        assert answer.status_code == 200, address
        kinds[answer.headers["content-type"].split(";")[0]] = address
        if answer.headers["content-type"].startswith("text/html"):
            waiting += _ways(answer.text)
    assert len(seen) > 400
    assert {"image/svg+xml", "image/png", "text/css", "application/vnd.apache.parquet"} <= set(
        kinds
    )


def _ways(text):
    page = Page(text)
    found = [one.get("href", "") for one in (*page.all("a"), *page.all("link"))]
    found += [one["src"] for one in (*page.all("img"), *page.all("script"))]
    found += [one["srcset"] for one in page.all("source")]
    found += [one["data-chart"] for one in page.all("figure", **{"class": "chart"})]
    for address in found:
        own = address.removeprefix("http://testserver")
        assert not own.startswith(("http:", "https:", "//")), own
        # A page a figure: the tests of lineage read them all.
        if own and not own.startswith("#") and "/lineage/" not in own:
            yield own.partition("#")[0]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "vi"), ("vi-VN,vi;q=0.9", "vi"), ("en-GB,en;q=0.9", "en"), ("fr,en;q=0.5", "en")],
)
def test_the_root_chooses_a_language(client, accepted, language):
    answer = client.get("/", headers={"Accept-Language": accepted} if accepted else {})
    assert (answer.status_code, answer.headers["location"]) == (302, f"/{language}")
    assert "Accept-Language" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/vi/tables/99", 404, "tables go from 1 to 21"),
        ("/vi/tables/abc", 404, "tables are numbers"),
        ("/en/nothing", 404, "there is nothing at"),
        ("/fr", 404, "there is nothing at"),
        ("/en/tables/18?SEX=SEX_G", 404, "is not a code of"),
        ("/en/tables/18?page=2", 400, "is no parameter here"),
        ("/en/tables/18?startPeriod=soon", 400, "is not a time period"),
        ("/en/tables/18?TIME_PERIOD=2019", 400, "startPeriod and endPeriod"),
        ("/en/sources/DOLAB/contract-workers-anual", 404, "DOLAB/contract-workers-annual"),
    ],
)
def test_a_helpful_page_for_what_is_not_there(client, path, status, says):
    answer = client.get(path, headers=HTML)
    assert answer.status_code == status
    assert says in unescape(answer.text)
    page = Page(answer.text)
    language = path.split("/")[1] if path.startswith("/en") else "vi"
    assert page.all("html")[0]["lang"] == language
    assert page.all("a", href=f"/{language}/tables")
    assert client.get(path).headers["content-type"] == "application/problem+json"


def test_three_steps_to_the_women_who_left_for_japan(client):
    """From the home page to the figure, its source and a file: two clicks and a download."""
    home = client.get("/vi", headers=HTML).text
    japan = re.search(r'href="(/vi/tables/18\?CDS=[^"]+)">Nhật Bản<', home)
    assert japan, "the home page leads to Japan"
    table = client.get(unescape(japan[1]), headers=HTML).text
    women = table.split('scope="rowgroup"')[-1]
    assert ">Nữ<" in women
    assert "34.523" in women
    origin = re.search(r'href="(/vi/lineage/[^"]+)">34.523<', women)
    assert "(34,523 lao động nữ)" in client.get(origin[1], headers=HTML).text
    assert "Hồ sơ hành chính của Cục Quản lý lao động ngoài nước" in table
    file = re.search(r'href="(http://testserver/rest/v1/data/[^"]+format=csv)"', table)
    downloaded = client.get(unescape(file[1])).text
    assert "CDS_DES_JPN,2023,34.523" in downloaded


def test_the_home_page_answers_in_one_look(client):
    said = client.get("/en", headers=HTML).text
    for figure in ("159,986", "55,804", "34.9%", "80,010", "50.0%", "12.1%", "4/21", "19.0%"):
        assert figure in said, figure
    assert "152.530" not in said
    assert "159.986" in client.get("/vi", headers=HTML).text


def test_charts_are_pictures_of_the_figures(client):
    for kind, figures in {
        "lines": ("159.986", "55.804"),
        "bars": ("80.010", "Nhật Bản", "Nguồn không nêu riêng"),
        "flows": ("Nhật Bản: 80.010 (50,0%)", "Việt Nam", "159.986"),
        "revisions": ("147.387", "152.530"),
    }.items():
        svg = client.get(f"/charts/18/{kind}.svg?lang=vi")
        assert svg.headers["content-type"] == "image/svg+xml"
        for figure in figures:
            assert figure in svg.text, (kind, figure)
        png = client.get(f"/charts/18/{kind}.png?lang=vi")
        assert png.content.startswith(b"\x89PNG")
        spec = client.get(f"/charts/18/{kind}.json?lang=vi&theme=dark").json()
        assert spec["config"]["background"] == "#17212b"
        again = {"If-None-Match": svg.headers["etag"]}
        assert client.get(f"/charts/18/{kind}.svg?lang=vi", headers=again).status_code == 304


@pytest.mark.parametrize(
    ("language", "law"),
    [("vi", "Thông tư 15/2019/TT-BLĐTBXH ngày 18/9/2019"), ("en", "Circular 15/2019/TT-BLDTBXH")],
)
def test_a_source_tells_its_law_and_quality(client, language, law):
    text = client.get(f"/{language}/sources/DOLAB/contract-workers-annual", headers=HTML).text
    assert law in text
    report = text[text.index('id="report"') :]
    assert report.count("<dt>") >= 10
    link = re.search(r'href="(/rest/v2/metadata/[^"]+)"', report)[1]
    answer = client.get(link)
    assert answer.status_code == 200
    assert "MD_CONTRACT_WORKERS" in answer.text


def test_the_grid_tells_all_states_of_a_year_and_every_reason(client):
    text = unescape(client.get("/en/coverage", headers=HTML).text)
    assert re.search(r'title="2023: Published \d+; [A-Z][a-z ]+ \d+', text)
    tables = client.get("/api/coverage?lang=en").json()["items"]
    for one in tables:
        told = client.get(f"/api/coverage/{one['table']}?lang=en&limit=1").json()["reasons"]
        for reason in told:
            assert reason["explanation"] in text


def test_men_are_never_computed(client):
    """Japan 2023: total and women are printed. What is left is drawn as not printed separately."""
    spec = client.get("/charts/18/bars.json?lang=en&period=2023").json()
    japan = {
        row["part"]: row["persons"]
        for row in spec["layer"][0]["data"]["values"]
        if row["place"] == "Japan"
    }
    assert japan == {"Women": 34523, "Not printed separately by the source": 45487}


def test_the_charting_library_comes_out_of_its_package(client):
    answer = client.get("/static/any/vega.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert "vegaEmbed" in answer.text
