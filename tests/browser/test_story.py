"""A tenant from nothing to its first billed person, as its administrator and its people see it."""

import csv
import io
import itertools
import json
import re
import unittest

from browser import DESK, PHONE, SCHEMES, SIZES, Tab
from local import DAY, LINK, USER, LocalTest

TENANT = "acme"
PEOPLE = [f"person{number:02}" for number in range(25)]
INVITED = 20
# Under what a page weighs, all that is in it included.
MAX_BYTES = 100_000


class Story(LocalTest):
    """Its steps are its tests, in order of their names: each goes on where the one before it ended."""

    def backend(self, method: str, path: str, body=None):
        """What the operator's backend does, by the people API."""
        headers = {"authorization": f"Bearer {self.people_token}", "content-type": "application/json"}
        status, _, answer = self.local.request(method, self.local.url(f"/people/v1{path}"), body, headers)
        self.assertIn(status, (200, 201), answer)
        return json.loads(answer)

    def okta(self, method: str, path: str, body=None):
        headers = {"authorization": f"Bearer {self.scim_token}", "content-type": "application/scim+json"}
        status, _, answer = self.local.request(method, self.local.url(f"/scim/v2{path}"), body, headers)
        self.assertIn(status, (200, 201), answer)
        return json.loads(answer)

    def portal(self, page="", size=DESK, scheme="light", script=True) -> Tab:
        """The portal, opened by a link that the backend asked for."""
        tab = self.tab(size, scheme, script)
        tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        tab.open(self.backend("POST", "/portal-links", {})["url"])
        self.assertTrue(tab.heading.startswith("Open the portal of "), tab.heading)
        tab.press("Open the portal")
        return tab.open(self.local.url(f"/portal/{page}")) if page else tab

    def assert_sound(self, tab: Tab, heading: str):
        """The page is this one, weighs little, loads nothing, fits, and axe finds nothing."""
        self.assertEqual(tab.heading, heading)
        self.assertEqual(tab.response.status, 200)
        self.assertLess(len(tab.response.body()), MAX_BYTES)
        self.assertNotIn("unsafe", tab.response.headers["content-security-policy"])
        self.assertEqual(tab.response.headers["cache-control"], "no-store")
        self.assertEqual(tab.complaints, [])
        self.assertEqual([url for url in tab.requests if not url.startswith(self.local.url("/portal"))], [])
        self.assert_fits(tab)
        self.assert_accessible(tab)

    def test_1_the_operator_makes_a_tenant(self):
        terms = ["--price-minor", "1200", "--currency", "EUR", "--billing", "monthly", "--billing-anchor", "2026-03-01"]
        self.local.rollcall("tenant", "create", TENANT, "--name", "Acme Inc.", "--plan", "advanced", "--scim", "off", *terms)
        type(self).people_token = self.local.rollcall("token", "issue", TENANT, "--scope", "people")["token"]

    def test_2_the_administrator_switches_provisioning_on_and_copies_a_token(self):
        tab = self.portal()
        self.assert_sound(tab, "Connection")
        self.screenshot(tab, "story-1-connection")
        self.assertIn("Provisioning is off", tab.words)
        tab.press("Switch on")
        self.assert_sound(tab, "Connection")
        self.assertIn("Provisioning is on", tab.words)
        tab.page.get_by_label("Label").fill("Okta")
        tab.press("Make a token")
        self.assert_sound(tab, "Connection")
        self.screenshot(tab, "story-2-token")
        type(self).scim_token = tab.page.locator("#token").inner_text()
        tab.page.locator("[data-copy=token]").click()
        tab.page.get_by_role("status").filter(has_text=re.compile("copied", re.I)).wait_for(state="attached")
        self.assertEqual(tab.page.evaluate("navigator.clipboard.readText()"), self.scim_token)
        tab.open(self.local.url("/portal/connection"))
        self.assertNotIn(self.scim_token, tab.page.content(), "it is shown once")

    def test_3_the_directory_provisions_25_people(self):
        ids = {}
        for number, name in enumerate(PEOPLE):
            person = {
                "schemas": [USER],
                "userName": f"{name}@acme.example",
                "externalId": f"00u{number}",
                "name": {"givenName": name.title(), "familyName": "<script>alert(1)</script>" if number == 0 else "Doe"},
                "active": True,
            }
            ids[name] = self.okta("POST", "/Users", person)["id"]
        type(self).ids = ids
        self.local.settle()
        tab = self.portal("people")
        self.assert_sound(tab, "People")
        self.screenshot(tab, "story-3-people")
        self.assertEqual(tab.page.get_by_role("checkbox", name=re.compile("^Choose (?!all)")).count(), len(PEOPLE))

    def test_4_the_administrator_adds_20_of_them(self):
        tab = self.portal("people")
        boxes = tab.page.get_by_role("checkbox", name=re.compile("^Choose (?!all)"))
        for box in boxes.all():
            if any(f"{name}@" in box.evaluate("box => box.closest('tr').innerText") for name in PEOPLE[:INVITED]):
                box.check()
        tab.press("Invite")
        self.assert_sound(tab, f"Invite {INVITED} people")
        self.screenshot(tab, "story-4-add")
        tab.page.get_by_role("radio", name=re.compile("^Card and")).check()
        tab.press(f"Send {INVITED} invitations")
        self.assert_sound(tab, "Invitations to Acme Inc.")
        self.screenshot(tab, "story-5-results")
        self.assertEqual(tab.page.get_by_text("Invited", exact=True).count(), INVITED)

    def test_5_a_person_accepts(self):
        self.local.settle()
        for name in PEOPLE:
            mails = self.local.mails_to(f"{name}@acme.example")
            self.assertEqual(len(mails), int(name in PEOPLE[:INVITED]), name)
        [mail] = self.local.mails_to(f"{PEOPLE[1]}@acme.example")
        [link] = LINK.findall(mail["text"])
        tab = self.tab(PHONE).open(link)
        self.assert_shown(tab, tab.heading)
        self.screenshot(tab, "story-6-accept")
        tab.press("Accept the invitation")
        self.assert_shown(tab, tab.heading)
        self.screenshot(tab, "story-7-accepted")
        self.assertEqual(self.backend("GET", f"/users/{self.ids[PEOPLE[1]]}")["status"], "accepted")

    def test_6_the_backend_reports_the_sign_in_and_the_line_is_prorated(self):
        self.local.advance(14 * DAY)  # To 16 March: 16 of 31 days are left.
        for _ in range(3):
            self.backend("POST", f"/users/{self.ids[PEOPLE[1]]}/sign-ins", {})
        tab = self.portal("billing")
        self.assert_sound(tab, "Billing")
        self.screenshot(tab, "story-8-billing")
        self.assertIn("6.19", tab.words)
        self.assertIn("16 Mar 2026", tab.words)
        rows = tab.page.locator("tbody tr")
        self.assertEqual(rows.count(), 1)
        self.assertIn(PEOPLE[1].title(), rows.inner_text())
        with tab.page.expect_download() as download:
            tab.page.get_by_role("link", name="Download CSV").click()
        lines = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
        self.assertEqual([line["amount"] for line in lines], ["6.19", "6.19"], "the line and the total")
        api = self.backend("GET", "/billing/periods/current/lines")
        self.assertEqual([line["amountMinor"] for line in api["lines"]], [619])

    def test_7_every_page_is_sound_at_every_size_and_in_both_schemes(self):
        people = PEOPLE[:3]
        for name in PEOPLE[3:]:
            self.okta("PATCH", f"/Users/{self.ids[name]}", deactivation())
        self.local.settle()
        pages = {
            "connection": "Connection",
            "people": "People",
            f"person?id={self.ids[people[1]]}": f"{people[1].title()} Doe",
            "activity": "Activity",
            "billing": "Billing",
        }
        for (size, viewport), scheme in itertools.product(SIZES.items(), SCHEMES):
            tab = self.portal(size=viewport, scheme=scheme)
            for page, heading in pages.items():
                with self.subTest(page=page, size=size, scheme=scheme):
                    tab.open(self.local.url(f"/portal/{page}"))
                    self.screenshot(tab, f"portal-{page.split('?')[0]}-{size}-{scheme}")
                    self.assert_sound(tab, heading)


def deactivation() -> dict:
    return {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "value": {"active": False}}],
    }


if __name__ == "__main__":
    unittest.main()
