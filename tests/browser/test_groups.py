"""Groups, as a tenant's administrator sees them: from the first push to people who are invited by a rule."""

import itertools
import json
import re
import unittest

from browser import DESK, PHONE, SCHEMES, SIZES, Tab
from local import USER, LocalTest

TENANT = "acme"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PEOPLE = [f"person{number:02}" for number in range(12)]
# Under what a page weighs, all that is in it included.
MAX_BYTES = 100_000


class Groups(LocalTest):
    """Its steps are its tests, in order of their names: each goes on where the one before it ended."""

    def backend(self, method: str, path: str, body=None):
        headers = {"authorization": f"Bearer {self.people_token}", "content-type": "application/json"}
        status, _, answer = self.local.request(method, self.local.url(f"/people/v1{path}"), body, headers)
        self.assertIn(status, (200, 201), answer)
        return json.loads(answer)

    def okta(self, method: str, path: str, body=None):
        headers = {"authorization": f"Bearer {self.scim_token}", "content-type": "application/scim+json"}
        status, _, answer = self.local.request(method, self.local.url(f"/scim/v2{path}"), body, headers)
        self.assertIn(status, (200, 201), answer)
        return json.loads(answer)

    def portal(self, page: str, size=DESK, scheme="light", script=True, locale=None) -> Tab:
        tab = self.tab(size, scheme, script, locale)
        tab.open(self.backend("POST", "/portal-links", {})["url"])
        tab.page.locator("main button").click()
        tab.page.wait_for_load_state()
        return tab.open(self.local.url(f"/portal/{page}"))

    def assert_sound(self, tab: Tab, heading: str, status: int = 200):
        """The page is this one, weighs little, loads nothing, fits, and axe finds nothing."""
        self.assertEqual(tab.heading, heading)
        self.assertEqual(tab.response.status, status)
        self.assertLess(len(tab.response.body()), MAX_BYTES)
        self.assertEqual(tab.complaints, [])
        self.assertEqual([url for url in tab.requests if not url.startswith(self.local.url("/portal"))], [])
        self.assert_fits(tab)
        self.assert_accessible(tab)

    def test_1_a_tenant_has_people_and_roles_and_no_group(self):
        terms = ["--price-minor", "1200", "--currency", "EUR", "--billing", "monthly", "--billing-anchor", "2026-03-01"]
        self.local.rollcall("tenant", "create", TENANT, "--name", "Acme Inc.", "--plan", "advanced", "--scim", "on", *terms)
        type(self).people_token = self.local.rollcall("token", "issue", TENANT, "--scope", "people")["token"]
        type(self).scim_token = self.local.rollcall("token", "issue", TENANT, "--scope", "scim")["token"]
        self.backend("PUT", "/roles/editor", {"display": "Editor", "description": "Writes and publishes articles."})
        self.backend("PUT", "/roles/viewer", {"display": "Viewer"})
        type(self).ids = {}
        for name in PEOPLE:
            person = {"schemas": [USER], "userName": f"{name}@acme.example", "displayName": name.title(), "active": True}
            self.ids[name] = self.okta("POST", "/Users", person)["id"]
        self.local.settle()
        tab = self.portal("groups", PHONE)
        self.assert_sound(tab, "Groups")
        self.screenshot(tab, "groups-1-none")
        self.assertIn("has pushed no group yet", tab.words)

    def test_2_the_directory_pushes_groups(self):
        type(self).groups = {}
        for name, members in (("Engineers", PEOPLE), ("Finance", PEOPLE[:3]), ("Büro Nord mit einem sehr langen Namen", [])):
            group = {
                "schemas": [GROUP],
                "displayName": name,
                "members": [{"value": self.ids[member]} for member in members],
            }
            self.groups[name] = self.okta("POST", "/Groups", group)["id"]
        tab = self.portal("groups")
        self.assert_sound(tab, "Groups")
        tab.page.locator("#q").fill("buro")
        tab.press("Search")
        self.assert_sound(tab, "Groups")
        self.assertIn("1 of 3 groups matches", tab.words)

    def test_3_the_administrator_writes_a_rule_on_a_phone_without_a_script(self):
        tab = self.portal(f"group?id={self.groups['Engineers']}", PHONE, script=False)
        self.assertIn("This group has no rule", tab.words)
        self.screenshot(tab, "groups-2-group")
        tab.page.get_by_role("link", name="Make a rule").click()
        tab.page.wait_for_load_state()
        self.screenshot(tab, "groups-3-rule")
        tab.page.get_by_label("Invite whoever comes in").check()
        tab.press("Preview")
        self.assertEqual(tab.response.status, 400)
        self.screenshot(tab, "groups-4-faults")
        entity = tab.page.locator("#entity")
        self.assertEqual(entity.get_attribute("aria-invalid"), "true")
        self.assertTrue(tab.page.get_by_label("Invite whoever comes in").is_checked())
        tab.page.locator("#role").select_option(label="Editor")
        entity.select_option(label="Acme Inc.")
        tab.page.locator("#access").select_option(label="Card")
        tab.press("Preview")
        self.assertEqual(tab.heading, "Preview: Engineers")
        self.assertIn("12 people get the role Editor", tab.words)
        self.assertIn("12 people are invited", tab.words)
        self.assertIn("and 2 others", tab.words)
        self.screenshot(tab, "groups-5-preview")
        self.assertEqual(self.local.mails_to(f"{PEOPLE[0]}@acme.example"), [])
        tab.press("Save the rule")
        self.assertIn("The rule is saved", tab.words)
        self.assertIn("Role: Editor", tab.words)
        self.screenshot(tab, "groups-6-saved")

    def test_4_everybody_in_the_group_is_invited_once_and_has_the_role(self):
        self.local.settle()
        for name in PEOPLE:
            self.assertEqual(len(self.local.mails_to(f"{name}@acme.example")), 1, name)
        tab = self.portal(f"person?id={self.ids[PEOPLE[0]]}")
        self.assert_sound(tab, PEOPLE[0].title())
        self.screenshot(tab, "groups-7-person")
        self.assertIn("Editor: by Engineers", tab.words)

    def test_5_rules_are_ordered_by_keyboard(self):
        tab = self.portal(f"rule?id={self.groups['Finance']}")
        tab.page.locator("#role").select_option(label="Viewer")
        tab.press("Preview")
        self.assert_sound(tab, "Preview: Finance")
        tab.press("Save the rule")
        tab.open(self.local.url("/portal/rules"))
        self.assert_sound(tab, "Order of the rules")
        up = tab.page.get_by_role("button", name=re.compile("^Up ?: Finance"))
        up.focus()
        with tab.page.expect_navigation() as navigation:
            tab.page.keyboard.press("Enter")
        tab.response = navigation.value
        self.assert_sound(tab, "Order of the rules")
        self.screenshot(tab, "groups-8-order")
        self.assertIn("Finance is now at place 1 of 2", tab.words)
        rules = tab.page.locator("ol.ranks > li")
        self.assertIn("Finance", rules.first.inner_text())
        down = tab.page.get_by_role("button", name=re.compile("^Down ?: Finance"))
        self.assertTrue(down.evaluate("button => button === document.activeElement"), "the keyboard stays with the rule")

    def test_6_a_rule_is_removed_after_it_is_asked(self):
        tab = self.portal(f"group?id={self.groups['Finance']}")
        tab.page.get_by_role("link", name=re.compile("^Remove the rule")).click()
        tab.page.wait_for_load_state()
        self.assertEqual(tab.heading, "Remove the rule of Finance?")
        self.assertIn("3 people lose the role Viewer", tab.words)
        self.screenshot(tab, "groups-9-remove")
        tab.press("Remove now")
        self.assertIn("The rule is removed", tab.words)
        self.local.settle()

    def test_7_every_page_is_sound_at_every_size_and_in_both_schemes(self):
        engineers = self.groups["Engineers"]
        pages = {
            "groups": "Groups",
            f"group?id={engineers}": "Engineers",
            f"rule?id={engineers}": "Rule of Engineers",
            f"rule-end?id={engineers}": "Remove the rule of Engineers?",
            "rules": "Order of the rules",
            "roles-from": "Take roles from your directory?",
            f"people?group={engineers}": "People",
        }
        for (size, viewport), scheme in itertools.product(SIZES.items(), SCHEMES):
            tab = self.portal("groups", viewport, scheme)
            for page, heading in pages.items():
                with self.subTest(page=page, size=size, scheme=scheme):
                    tab.open(self.local.url(f"/portal/{page}"))
                    self.screenshot(tab, f"groups-page-{page.split('?')[0]}-{size}-{scheme}")
                    self.assert_sound(tab, heading)

    def test_8_a_german_phone_reads_german(self):
        engineers = self.groups["Engineers"]
        tab = self.portal("groups", PHONE, locale="de-DE")
        self.assert_sound(tab, "Gruppen")
        for page, heading in {
            f"group?id={engineers}": "Engineers",
            f"rule?id={engineers}": "Regel von Engineers",
            f"rule-end?id={engineers}": "Regel von Engineers entfernen?",
            "rules": "Reihenfolge der Regeln",
            "roles-from": "Rollen aus Ihrem Verzeichnis übernehmen?",
        }.items():
            with self.subTest(page=page):
                tab.open(self.local.url(f"/portal/{page}"))
                self.screenshot(tab, f"groups-german-{page.split('?')[0]}")
                self.assert_sound(tab, heading)


if __name__ == "__main__":
    unittest.main()
