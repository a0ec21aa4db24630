"""An administrator lets a directory in: the page, and the window that the directory opens for it."""

import itertools
import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

from browser import SCHEMES, SIZES
from local import LocalTest


class Directory(BaseHTTPRequestHandler):
    """The directory's own pages: the one that opens the window, and the one that the window comes back to."""

    def do_GET(self):
        body = b"<!doctype html><html lang=en><title>Directory</title><link rel=icon href=data:,><h1>Directory</h1></html>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Consent(LocalTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        server = HTTPServer(("127.0.0.1", 0), Directory)
        Thread(target=server.serve_forever, daemon=True).start()
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        cls.callback = f"http://127.0.0.1:{server.server_port}/oauth/callback"
        options = ("--method", "code", "--label", "Okta", "--redirect-uri", cls.callback)
        cls.client = cls.local.rollcall("oauth-client", "create", "demo", *options)

    def signed_in(self, *settings):
        headers = {"authorization": f"Bearer {self.local.people_token}", "content-type": "application/json"}
        url = self.local.url("/people/v1/portal-links")
        _, _, answer = self.local.request("POST", url, {"name": "Grace Hopper"}, headers)
        return self.tab(*settings).open(json.loads(answer)["url"]).press("Open the portal")

    @property
    def asking(self) -> str:
        asked = {"client_id": self.client["clientId"], "response_type": "code", "scope": "scim", "state": "a b&c"}
        return self.local.url("/oauth/authorize?" + urlencode({**asked, "redirect_uri": self.callback}))

    def test_the_page_says_who_asks_for_what_at_every_size_and_in_both_schemes(self):
        for (size, viewport), scheme in itertools.product(SIZES.items(), SCHEMES):
            with self.subTest(size=size, scheme=scheme):
                tab = self.signed_in(viewport, scheme).open(self.asking)
                self.assertEqual((tab.heading, tab.response.status), ("Connect Okta?", 200))
                self.assertIn(self.callback.removesuffix("/oauth/callback"), tab.words)
                self.assertEqual(tab.complaints, [])
                self.assert_fits(tab)
                self.assert_accessible(tab)
                self.screenshot(tab, f"portal-authorize-{size}-{scheme}")

    def test_both_buttons_lead_back_to_the_directory(self):
        for button, told in (("Allow", "code"), ("Do not allow", "error")):
            with self.subTest(button=button):
                tab = self.signed_in().open(self.asking).press(button)
                back = urlsplit(tab.page.url)
                self.assertEqual(back._replace(query="").geturl(), self.callback)
                self.assertEqual(set(parse_qs(back.query)), {told, "state", "iss"})
                self.assertEqual(parse_qs(back.query)["state"], ["a b&c"])
                self.assertEqual(tab.complaints, [])

    def test_the_window_that_the_directory_opened_still_knows_it(self):
        tab = self.signed_in().open(self.callback)
        with tab.page.expect_popup() as popup:
            tab.page.evaluate("url => { window.open(url) }", self.asking)
        window = popup.value
        with window.expect_navigation():
            window.get_by_role("button", name="Allow", exact=True).click()
        self.assertTrue(window.url.startswith(self.callback + "?code="), window.url)
        self.assertTrue(window.evaluate("window.opener !== null && !window.opener.closed"))

    def test_without_a_session_it_says_where_to_begin(self):
        tab = self.tab().open(self.asking)
        self.assertEqual((tab.heading, tab.response.status), ("Open the portal again", 401))
        self.assert_fits(tab)
        self.assert_accessible(tab)
