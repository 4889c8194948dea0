"""Pages as people meet them: accessible, by keyboard, without scripts, on paper and phone."""

import csv
import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "home": "",
    "tables": "/tables",
    "table-18": "/tables/18",
    "table-18-japan": "/tables/18?CDS=CDS_DES_JPN",
    "table-3": "/tables/3",
    "table-1-empty": "/tables/1",
    "coverage": "/coverage",
    "releases": "/releases",
    "sources": "/sources",
    "source": "/sources/DOLAB/contract-workers-annual",
    "lineage": "/lineage/DF_EMP_MNAO_SEX_CDS_NB/VNM.A.EMP_MNAO_NB.SEX_F.CDS_DES_JPN/2023",
    "search": "/search?q=nhat+ban",
    "developers": "/developers",
}

#: WCAG 2.2 AA, and what axe-core knows of good practice.
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


def _loaded(page):
    page.evaluate("document.querySelectorAll('img').forEach(one => one.loading = 'eager')")
    page.wait_for_load_state("networkidle")


def _violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        (one["id"], one["help"], [node["target"] for node in one["nodes"]][:3]) for one in found
    ]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_axe_finds_nothing(context, screenshots, name, language):
    page = context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page.goto(f"/{language}{PAGES[name]}")
    _loaded(page)
    page.screenshot(path=screenshots / f"{name}-{language}.png", full_page=True)
    assert _violations(page) == []
    pictures = page.evaluate("[...document.images].map(one => [one.src, one.naturalWidth])")
    assert [src for src, width in pictures if not width] == []


@pytest.mark.parametrize("name", ["home", "table-18", "coverage"])
def test_dark_and_narrow(context, screenshots, name):
    for label, options in {
        "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
        "phone": {"viewport": {"width": 375, "height": 800}, "is_mobile": True},
    }.items():
        page = context(bypass_csp=True, **options)
        page.goto(f"/vi{PAGES[name]}")
        _loaded(page)
        page.screenshot(path=screenshots / f"{name}-{label}.png", full_page=True)
        assert _violations(page) == [], label
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= options["viewport"]["width"], label


def test_paper(context, screenshots):
    page = context(viewport={"width": 1000, "height": 1400})
    page.emulate_media(media="print")
    page.goto("/vi/tables/18?startPeriod=2015")
    _loaded(page)
    page.screenshot(path=screenshots / "table-18-print.png", full_page=True)
    assert not page.locator("form.filters").is_visible()
    assert page.locator("table.figures").first.is_visible()


def test_without_scripts_everything_is_there(context):
    page = context(java_script_enabled=False)
    page.goto("/vi")
    page.get_by_role("link", name="Nhật Bản", exact=True).click()
    women = page.locator("tbody", has=page.locator("th", has_text=re.compile("^Nữ$")))
    assert women.get_by_text("34.523").is_visible()
    assert page.locator("figure.chart img").count() >= 1
    page.locator("select[name=SEX]").select_option("SEX_F")
    page.get_by_role("button", name="Xem").click()
    assert page.locator("tr.group").all_inner_texts() == ["Nữ"]
    women = page.locator("table.figures").first
    women.get_by_role("link", name="34.523").click()
    assert page.get_by_text("(34,523 lao động nữ)").is_visible()


def test_three_clicks_to_figure_source_and_file(context):
    page = context(accept_downloads=True)
    page.goto("/vi")
    page.get_by_role("link", name="Nhật Bản", exact=True).click()
    assert page.get_by_text("34.523").first.is_visible()
    assert page.get_by_text("Hồ sơ hành chính của Cục").first.is_visible()
    file = page.locator("ul.downloads a", has_text=re.compile("^csv ")).first
    answer = page.request.get(file.get_attribute("href"))
    rows = list(csv.DictReader(io.StringIO(answer.text())))
    figures = {(row["SEX"], row["TIME_PERIOD"]): row["OBS_VALUE"] for row in rows}
    assert figures["SEX_F", "2023"] == "34.523"
    assert {row["CDS"] for row in rows} == {"CDS_DES_JPN"}
    assert {row["FREQ"] for row in rows} == {"A"}


def test_filters_keep_to_the_address(context):
    page = context()
    page.goto("/en/tables/18")
    page.locator("select[name=CDS]").select_option("CDS_DES_KOR")
    page.locator("input[name=startPeriod]").fill("2019")
    page.get_by_role("button", name="Show").click()
    assert "CDS=CDS_DES_KOR" in page.url
    assert "SEX=" not in page.url
    heads = page.locator("table.figures").first.locator("thead th").all_inner_texts()
    assert heads[1:] == ["2023", "2022", "2019"]
    link = page.locator("a.long").get_attribute("href")
    shown = page.locator("table.figures").first.inner_text()
    page.goto(link)
    assert page.locator("table.figures").first.inner_text() == shown


@pytest.mark.parametrize("kind", ["lines", "bars", "flows", "revisions"])
def test_charts_answer_without_eval(context, kind):
    """The policy of the page stands: no eval, no inline style, nothing from elsewhere."""
    page = context()
    page.goto("/vi/tables/18")
    figure = page.locator(f'figure.chart[data-chart*="/{kind}.json"]')
    figure.get_by_role("button").click()
    figure.locator(".live svg").wait_for()
    assert not figure.locator("picture").is_visible()
    drawn = figure.locator(".live svg").text_content()
    assert re.search(r"\d\d\.\d{3}", drawn)
    figure.get_by_role("button").click()
    assert figure.locator("picture").is_visible()


def test_a_chart_tells_the_figure_under_the_pointer(context):
    page = context()
    page.goto("/vi/tables/18")
    figure = page.locator('figure.chart[data-chart*="/bars.json"]')
    figure.get_by_role("button").click()
    bar = figure.locator('.live svg path[aria-roledescription="bar"]').first
    bar.scroll_into_view_if_needed()
    bar.hover()
    told = page.locator("#vg-tooltip-element")
    told.wait_for()
    assert "34.523" in told.inner_text()


def test_the_keyboard_reaches_everything(context):
    page = context()
    page.goto("/vi")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.goto("/vi/tables/18")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(document.activeElement.name || document.activeElement.className "
                "|| document.activeElement.tagName)"
            )
        )
    assert {"q", "FREQ", "SEX", "CDS", "startPeriod", "endPeriod", "scroll tall"} <= reached


def test_code_copies_itself(context):
    page = context(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/en/tables/18?CDS=CDS_DES_JPN")
    page.get_by_role("button", name="Copy").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("curl --fail")
    assert copied == page.locator("#code-curl").inner_text()


#: Milliseconds, and how often a page may try on a machine that is busy with other tests.
_DEADLINE, _TRIES = 1500, 3


@pytest.mark.parametrize("name", ["home", "table-18", "coverage", "source"])
def test_the_largest_paint_is_early(browser, server, name):
    """With nothing cached in the browser: a deadline for two cores, not a measurement."""
    taken = []
    while len(taken) < _TRIES and min(taken, default=_DEADLINE) >= _DEADLINE:
        taken.append(_painted(browser, server, f"/vi{PAGES[name]}"))
    assert min(taken) < _DEADLINE, taken


def _painted(browser, server, path):
    """Milliseconds from asking to the largest paint, in a browser that has seen nothing."""
    context = browser.new_context(base_url=server, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(path)
    page.wait_for_load_state("networkidle")
    painted = page.evaluate(
        """() => new Promise(done => new PerformanceObserver(
               list => done(list.getEntries().at(-1).startTime)
           ).observe({type: "largest-contentful-paint", buffered: true}))"""
    )
    context.close()
    return painted
