"""A real browser: Debian's Chromium through Playwright. Absent, its tests are skipped by name."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import absent

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"


@pytest.fixture(scope="module")
def browser():
    """One browser a module: as long as it is there, its event loop runs, and no other can."""
    path = shutil.which("chromium")
    if path is None:
        absent("chromium", "not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # The sandbox needs rights that a container's root does not have.
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def context(browser, server):
    """Opens a context; gives the pages, and fails on console errors and on other hosts."""
    complaints, opened = [], []

    def open_page(**options):
        made = browser.new_context(base_url=server, **options)
        opened.append(made)
        page = made.new_page()
        page.on("console", lambda said: _noted(said, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda one: _own(one, server, complaints))
        return page

    yield open_page
    for one in opened:
        one.close()
    assert complaints == []


def _noted(said, complaints):
    if said.type in ("error", "warning"):
        complaints.append(said.text)


def _own(request, server, complaints):
    if not request.url.startswith((server, "data:", "blob:")):
        complaints.append(f"asked {request.url}")


@pytest.fixture(scope="session")
def screenshots():
    """Where pictures for a person to look at are left."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS
