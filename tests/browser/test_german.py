"""A tenant and its people, who read German, on a phone."""

import json
import unittest

import test_pages
from browser import Tab
from local import DAY, LINK, PATCH, USER, LocalTest
from texts import catalogue, strange

TENANT = "acme"
# What is a name in every language.
NAMES = ("Okta", "Microsoft Entra ID", "Google Workspace", "JumpCloud", "OneLogin", "PingOne", "Rippling", "Rollcall")
PHONE = {"width": 390, "height": 844}
GERMAN = "de-DE"
NAME = "Ada König"
OLD, NEW = "ada@acme.example", "ada.koenig@acme.example"


class German(LocalTest):
    """Its steps are its tests, in order of their names: each goes on where the one before it ended."""

    known = catalogue("de")

    def backend(self, method: str, path: str, body=None):
        """What the operator's backend does, by the people API."""
        headers = {"authorization": f"Bearer {self.people_token}", "content-type": "application/json"}
        status, _, answer = self.local.request(method, self.local.url(f"/people/v1{path}"), body, headers)
        self.assertIn(status, (200, 201), answer)
        return json.loads(answer)

    def directory(self, method: str, path: str, body=None):
        headers = {"authorization": f"Bearer {self.scim_token}", "content-type": "application/scim+json"}
        status, _, answer = self.local.request(method, self.local.url(f"/scim/v2{path}"), body, headers)
        self.assertIn(status, (200, 201), answer)
        return json.loads(answer)

    def portal(self, page="connection", script=True) -> Tab:
        tab = self.tab(PHONE, locale=GERMAN, script=script)
        tab.open(self.backend("POST", "/portal-links", {"name": "Grace Hopper"})["url"])
        tab.press("Portal öffnen")
        return tab.open(self.local.url(f"/portal/{page}"))

    def assert_german(self, tab: Tab, data=(), options=None):
        """The page is in German, all of it, fits, and axe finds nothing."""
        self.assertEqual(tab.page.locator("html").get_attribute("lang"), "de")
        self.assertEqual(strange(tab, self.known, {NAME, OLD, NEW, "Acme GmbH", "Acme Nord GmbH", "Grace Hopper", "Deutsch", *NAMES, *data}), [])
        self.assertEqual(tab.complaints, [])
        self.assert_fits(tab)
        self.assert_accessible(tab, options)

    def assert_sent_in_german(self, tab: Tab, status=200):
        self.assertEqual((tab.response.status, tab.response.headers["content-language"]), (status, "de"))
        self.assertIn("Accept-Language", tab.response.headers["vary"])
        self.assert_german(tab)

    def mail_to(self, address: str, name: str) -> dict:
        """The newest mail to an address, which is in German."""
        mail = self.local.mails_to(address)[0]
        self.assertEqual(mail["language"], "de")
        # Here links lead nowhere, and names have no tags of their own.
        tab = self.tab(PHONE, locale=GERMAN)
        tab.page.set_content(mail["html"])
        self.screenshot(tab, f"german-mail-{name}")
        self.assert_german(tab, LINK.findall(mail["text"]), test_pages.OF_MAILS)
        return mail

    def test_1_the_administrator_opens_the_portal(self):
        terms = ["--price-minor", "1200", "--currency", "EUR", "--billing", "monthly", "--billing-anchor", "2026-03-01"]
        command = ["tenant", "create", TENANT, "--name", "Acme GmbH", "--plan", "advanced", "--scim", "on", *terms]
        self.local.rollcall(*command)
        type(self).people_token = self.local.rollcall("token", "issue", TENANT, "--scope", "people")["token"]
        type(self).scim_token = self.local.rollcall("token", "issue", TENANT, "--scope", "scim")["token"]
        tab = self.tab(PHONE, locale=GERMAN)
        tab.open(self.local.url("/portal/connection"))
        self.assert_sent_in_german(tab, 401)
        tab.open(self.backend("POST", "/portal-links", {"name": "Grace Hopper"})["url"])
        self.screenshot(tab, "german-1-open")
        self.assertEqual(tab.heading, "Portal von Acme GmbH öffnen")
        self.assert_sent_in_german(tab)
        tab.press("Portal öffnen")
        self.screenshot(tab, "german-2-connection")

    def test_2_a_person_confirms_a_new_address(self):
        name = {"formatted": NAME, "givenName": "Ada", "familyName": "König"}
        person = {"schemas": [USER], "userName": OLD, "externalId": "00u1", "name": name, "preferredLanguage": "de-AT"}
        type(self).id = self.directory("POST", "/Users", person)["id"]
        rename = [{"op": "replace", "path": "userName", "value": NEW}]
        self.directory("PATCH", f"/Users/{self.id}", {"schemas": [PATCH], "Operations": rename})
        self.local.settle()
        self.mail_to(OLD, "notice")
        mail = self.mail_to(NEW, "verify")
        self.assertEqual(mail["subject"], "Bestätigen Sie Ihre neue E-Mail-Adresse für Acme GmbH")
        # Her browser asks for English, but her directory says that she reads German.
        tab = self.tab(PHONE, locale="en-GB")
        tab.open(LINK.findall(mail["text"])[0])
        self.assert_sent_in_german(tab)
        self.screenshot(tab, "german-3-confirm")
        tab.press("Bestätigen")
        self.assert_shown(tab, "E-Mail-Adresse bestätigt")
        self.assert_sent_in_german(tab)

    def test_3_she_accepts_an_invitation(self):
        entity = self.backend("POST", "/entities", {"name": "Acme Nord GmbH"})["id"]
        body = {"entityId": entity, "cardAccess": "card_and_reimbursement", "userIds": [self.id]}
        self.backend("POST", "/invitations", body)
        self.local.settle()
        mail = self.mail_to(NEW, "invitation")
        tab = self.tab(PHONE, locale=GERMAN).open(LINK.findall(mail["text"])[0])
        self.assert_sent_in_german(tab)
        self.screenshot(tab, "german-4-accept")
        tab.press("Einladung annehmen")
        self.assert_shown(tab, "Einladung angenommen")
        self.assert_sent_in_german(tab)
        self.screenshot(tab, "german-5-accepted")

    def test_4_her_first_sign_in_is_billed(self):
        self.local.advance(14 * DAY)  # To 16 March: 16 of 31 days are left.
        self.backend("POST", f"/users/{self.id}/sign-ins", {})
        self.local.settle()
        tab = self.portal("billing")
        self.assert_sent_in_german(tab)
        self.screenshot(tab, "german-6-billing")
        words = tab.words.replace("\xa0", " ")
        for expected in ("6,19 €", "12,00 € pro Monat", "16. März 2026 bis 31. März 2026", "1. März 2026"):
            self.assertIn(expected, words)
        tab.open(self.local.url("/portal/entities"))
        self.assert_sent_in_german(tab)
        self.screenshot(tab, "german-7-entities")
        tab.open(self.local.url("/portal/nothing"))
        self.assert_sent_in_german(tab, 404)

    def test_5_every_page_of_the_portal_is_in_german(self):
        for page in ("connection", "people", "activity", f"person?id={self.id}"):
            with self.subTest(page=page):
                tab = self.portal(page)
                self.screenshot(tab, f"german-8-{page.split('?')[0]}")
                self.assert_sent_in_german(tab)

    def test_6_another_language_is_chosen_without_script(self):
        for script in (True, False):
            with self.subTest(script=script):
                tab = self.portal("billing?period=2026-03-01", script=script)
                tab.page.locator(".language summary").click()
                self.screenshot(tab, "german-9-chooser")
                self.assert_fits(tab)
                # Each is a word on one line, large enough for a finger.
                for button in tab.page.locator(".language button").all():
                    self.assertLess(button.bounding_box()["height"], 48)
                    self.assertGreater(button.bounding_box()["height"], 32)
                tab.press("Français")
                self.assertEqual(tab.heading, "Facturation")
                self.assertEqual(tab.page.url, self.local.url("/portal/billing?period=2026-03-01"))
                tab.open(self.local.url("/portal/nothing"))
                self.assertEqual(tab.page.locator("html").get_attribute("lang"), "fr")


if __name__ == "__main__":
    unittest.main()
