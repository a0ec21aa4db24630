"""A browser that notices what a person would not: requests to elsewhere, errors in the console, what axe finds."""

import os
import unittest
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, sync_playwright

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "target" / "screenshots"

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
SIZES = {"phone": PHONE, "desk": DESK}
SCHEMES = ("light", "dark")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Tab:
    """A page that is open, and what was noticed of it so far."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    response: Response | None = None

    def __post_init__(self):
        self.page.on("request", self._request)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._note)

    def _request(self, request):
        # What is inside the page itself, such as its icon, is asked of nobody.
        if not request.url.startswith("data:"):
            self.requests.append(request.url)

    def _note(self, message):
        # The browser also reports the status of a page that is not 200, which the tests expect where it is so.
        of_status = message.text.startswith("Failed to load resource: the server responded with a status of")
        if message.type in ("error", "warning") and not (of_status and message.location["url"] == self.page.url):
            self.complaints.append(message.text)

    def open(self, url: str) -> "Tab":
        self.response = self.page.goto(url)
        return self

    def press(self, button: str) -> "Tab":
        """Presses a button, as by mouse or finger."""
        with self.page.expect_navigation() as navigation:
            self.page.get_by_role("button", name=button, exact=True).click()
        self.response = navigation.value
        return self

    def press_by_keyboard(self, button: str) -> "Tab":
        """Goes to a button by the Tab key, and presses it by Enter."""
        focused = self.page.get_by_role("button", name=button, exact=True)
        for _ in range(10):
            self.page.keyboard.press("Tab")
            if focused.evaluate("button => button === document.activeElement"):
                break
        else:
            raise AssertionError(f"the Tab key does not reach the button {button!r}")
        with self.page.expect_navigation() as navigation:
            self.page.keyboard.press("Enter")
        self.response = navigation.value
        return self

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    @property
    def words(self) -> str:
        return self.page.locator("main").inner_text()


class BrowserTest(unittest.TestCase):
    """A test with a browser, at the path CHROMIUM."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        playwright = cls.enterClassContext(sync_playwright())
        cls.browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        cls.addClassCleanup(cls.browser.close)

    def tab(self, size=PHONE, scheme="light", script=True, locale=None) -> Tab:
        """A page of a browser that asks for the language of `locale`."""
        context = self.browser.new_context(
            viewport=size, color_scheme=scheme, java_script_enabled=script, locale=locale, service_workers="block"
        )
        self.addCleanup(context.close)
        return Tab(context.new_page())

    def assert_shown(self, tab: Tab, heading: str, status: int = 200):
        """The page is this one and is as every page has to be."""
        self.assertEqual(tab.heading, heading)
        self.assertEqual(tab.page.title(), heading)
        self.assertEqual(tab.response.status, status)
        self.assert_kept_private(tab)
        self.assert_fits(tab)
        self.assert_accessible(tab)

    def assert_kept_private(self, tab: Tab):
        """It asks nothing of anybody else, and neither is it kept nor does it tell where one comes from."""
        origin = urlsplit(tab.page.url)[:2]
        self.assertEqual([url for url in tab.requests if urlsplit(url)[:2] != origin], [])
        self.assertEqual(tab.complaints, [])
        headers = tab.response.headers
        policy = headers["content-security-policy"]
        for directive in ("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
            self.assertIn(directive, policy)
        self.assertNotIn("unsafe", policy)
        self.assertEqual(headers["cache-control"], "no-store")
        self.assertEqual(headers["referrer-policy"], "no-referrer")
        self.assertEqual(headers["x-content-type-options"], "nosniff")
        self.assertNotIn("set-cookie", headers)
        self.assertEqual(tab.page.context.cookies(), [])

    def assert_fits(self, tab: Tab):
        """There is nothing to scroll to at the side, and the stylesheet did apply."""
        wide = tab.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.assertLessEqual(wide, 0)
        margin = tab.page.evaluate("getComputedStyle(document.body).margin")
        self.assertEqual(margin, "0px")

    def assert_accessible(self, tab: Tab, options=None):
        # It cannot tell what is behind a text in a drawing; those have colours that texts beside them have too.
        context = {"exclude": [["svg text"]]}
        found = Axe().run(tab.page, context=context, options=options).response
        # What axe cannot decide about colours is as good as wrong.
        undecided = [each for each in found["incomplete"] if each["id"] == "color-contrast"]
        told = [f"{each['id']}: {[node['html'] for node in each['nodes']]}" for each in found["violations"] + undecided]
        self.assertEqual(told, [])

    def screenshot(self, tab: Tab, name: str):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        tab.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True, animations="disabled")
