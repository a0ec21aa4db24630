"""A tenant's administrator in the portal."""

import itertools
import json
import unittest
from urllib.parse import parse_qsl
from uuid import uuid4

from browser import DESK, SCHEMES, SIZES
from local import USER, LocalTest

# The narrowest that WCAG asks for (1.4.10): a desk at 400 %.
NARROW = {"width": 320, "height": 256}

PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

PAGES = ("Connection", "People", "Groups", "Activity", "Billing")


class Portal(LocalTest):
    def link(self) -> str:
        headers = {"authorization": f"Bearer {self.local.people_token}", "content-type": "application/json"}
        url = self.local.url("/people/v1/portal-links")
        status, _, answer = self.local.request("POST", url, {"name": "Grace Hopper"}, headers)
        self.assertEqual(status, 201, answer)
        return json.loads(answer)["url"]

    def enter(self, tab, link=None):
        """Opens the portal by a link, whose page has one button."""
        tab.open(link or self.link()).press("Open the portal")
        self.assertEqual(tab.heading, "Connection")
        return tab

    def person(self, name: str) -> str:
        """A person of that name; gives the address."""
        address = f"{uuid4().hex}@example.com"
        self.local.scim("POST", "/Users", {"schemas": [USER], "userName": address, "displayName": name})
        self.local.settle()
        return address

    def go(self, tab, name: str):
        with tab.page.expect_navigation() as navigation:
            tab.page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
        tab.response = navigation.value

    def assert_well(self, tab, heading: str, status: int = 200):
        """The page is this one and is as every page of the portal has to be."""
        self.assertEqual(tab.heading, heading)
        self.assertIn(heading, tab.page.title())
        self.assertEqual(tab.response.status, status)
        self.assertEqual(tab.complaints, [])
        self.assertNotIn("unsafe", tab.response.headers["content-security-policy"])
        self.assert_fits(tab)
        self.assert_accessible(tab)

    def test_its_pages_are_well_at_every_size_and_in_both_schemes(self):
        for name in ("Ada King", "Bob " + "x" * 70, "Grace O’Hara"):
            self.person(name)
        for (size, viewport), scheme in itertools.product(SIZES.items(), SCHEMES):
            with self.subTest(size=size, scheme=scheme):
                tab = self.enter(self.tab(viewport, scheme))
                for page in PAGES:
                    self.go(tab, page)
                    self.assert_well(tab, page)
                    current = tab.page.locator("nav [aria-current=page]")
                    self.assertEqual(current.inner_text().strip(), page)
                    self.screenshot(tab, f"portal-{page.lower()}-{size}-{scheme}")

    def test_the_page_of_a_link_says_who_enters_where_and_lets_them_in_again(self):
        for (size, viewport), scheme in itertools.product(SIZES.items(), SCHEMES):
            with self.subTest(size=size, scheme=scheme):
                link = self.link()
                tab = self.tab(viewport, scheme).open(link)
                self.assertTrue(tab.heading.startswith("Open the portal of "))
                self.assertIn("Grace Hopper", tab.words)
                self.assertEqual(tab.page.context.cookies(), [])
                self.assert_well(tab, tab.heading)
                self.screenshot(tab, f"portal-open-{size}-{scheme}")
                tab.press_by_keyboard("Open the portal")
                self.assertEqual(tab.heading, "Connection")
                self.assertEqual(tab.open(link).heading, "Connection")

    def test_entities_are_renamed_on_a_page_that_is_well(self):
        for (size, viewport), scheme in itertools.product(SIZES.items(), SCHEMES):
            with self.subTest(size=size, scheme=scheme):
                tab = self.enter(self.tab(viewport, scheme))
                self.go(tab, "People")
                with tab.page.expect_navigation() as navigation:
                    tab.page.get_by_role("main").get_by_role("link", name="entities", exact=True).click()
                tab.response = navigation.value
                self.assert_well(tab, "Entities")
                self.screenshot(tab, f"portal-entities-{size}-{scheme}")
                name = f"Acme {size} {scheme}"
                tab.page.get_by_label("Name").first.fill(name)
                with tab.page.expect_navigation() as navigation:
                    tab.page.get_by_role("button", name="Rename").first.click()
                tab.response = navigation.value
                self.assert_well(tab, "Entities")
                self.assertEqual(tab.page.get_by_label("Name").first.input_value(), name)

    def test_addresses_for_notices_are_looked_after_on_a_page_that_is_well(self):
        for (size, viewport), scheme in itertools.product(SIZES.items(), SCHEMES):
            with self.subTest(size=size, scheme=scheme):
                tab = self.enter(self.tab(viewport, scheme))
                with tab.page.expect_navigation() as navigation:
                    tab.page.get_by_role("link", name="Notices by mail").click()
                tab.response = navigation.value
                self.assert_well(tab, "Notices")
                tab.page.get_by_label("Email address").fill(f"ada-{size}-{scheme}@example.com")
                with tab.page.expect_navigation() as navigation:
                    tab.page.get_by_role("button", name="Add", exact=True).click()
                tab.response = navigation.value
                self.assert_well(tab, "Notices")
                self.assertIn("Waiting for confirmation", tab.words)
                self.screenshot(tab, f"portal-administrators-{size}-{scheme}")

    def test_no_page_has_to_be_scrolled_sideways_on_the_narrowest_screen(self):
        self.person("Ada " + "x" * 70)
        tab = self.enter(self.tab(NARROW))
        for page in PAGES:
            with self.subTest(page=page):
                self.go(tab, page)
                for details in tab.page.locator("details").all():
                    details.evaluate("details => details.open = true")
                self.assert_fits(tab)
                # The one for the language lies over the navigation.
                for details in tab.page.locator("details").all():
                    details.evaluate("details => details.open = false")
        self.go(tab, "People")
        tab.page.locator("th a").first.click()
        self.assert_fits(tab)

    def test_a_person_is_added_with_scripts_and_without(self):
        for script, name in ((True, "Ada King"), (False, "Bob Brown")):
            with self.subTest(script=script):
                address = self.person(name)
                tab = self.enter(self.tab(DESK, script=script))
                self.go(tab, "People")
                row = tab.page.get_by_role("row").filter(has_text=address)
                row.get_by_role("checkbox").check()
                tab.press("Invite")
                self.assertEqual(tab.heading, "Invite 1 person")
                if script:
                    self.assert_well(tab, "Invite 1 person")
                tab.page.get_by_label("Card and reimbursement").check()
                tab.press("Send the invitation")
                self.assertIn("on its way to", tab.words)
                self.assertIn("1 person invited", tab.page.title())
                if script:
                    self.assert_well(tab, tab.heading)
                    self.screenshot(tab, "portal-invited")
                self.local.settle()
                self.assertEqual(len(self.local.mails_to(address)), 1)
                tab.page.get_by_role("link", name=name).click()
                self.assertEqual(tab.heading, name)
                if script:
                    self.assert_accessible(tab)
                    self.screenshot(tab, "portal-person")

    def many(self, count: int) -> str:
        """So many people with a word of their own in their names; gives the word."""
        word = f"w{uuid4().hex[:8]}"
        for number in range(count):
            self.person(f"Many {word} {number:02}")
        return word

    def find(self, tab, word: str):
        tab.page.get_by_label("Name or address").fill(word)
        return tab.press("Search")

    def test_the_box_in_the_head_chooses_the_page(self):
        word = self.many(3)
        for (size, viewport), scheme in itertools.product(SIZES.items(), SCHEMES):
            with self.subTest(size=size, scheme=scheme):
                tab = self.enter(self.tab(viewport, scheme))
                self.go(tab, "People")
                self.find(tab, word)
                head = tab.page.get_by_label("Choose all on this page")
                boxes = tab.page.locator("input[name=id]")
                self.assertEqual(boxes.count(), 3)
                for box in [head, *boxes.all()]:
                    self.assertTrue(box.is_visible())
                    place = box.bounding_box()
                    self.assertGreaterEqual(min(place["width"], place["height"]), 24)
                boxes.first.focus()
                tab.page.keyboard.press("Space")
                self.assertTrue(head.evaluate("box => box.indeterminate && !box.checked"))
                self.assertIn("1 of 3 chosen", tab.words)
                head.focus()
                tab.page.keyboard.press("Space")
                self.assertTrue(head.is_checked())
                self.assertEqual([box.is_checked() for box in boxes.all()], [True] * 3)
                self.assertIn("3 of 3 chosen", tab.words)
                self.assert_well(tab, "People")
                self.screenshot(tab, f"portal-people-chosen-{size}-{scheme}")
                tab.page.keyboard.press("Space")
                self.assertEqual([box.is_checked() for box in boxes.all()], [False] * 3)
                self.assertNotIn("chosen", tab.page.locator("#chosen").inner_text())

    def test_without_scripts_there_is_no_box_in_the_head(self):
        word = self.many(1)
        tab = self.enter(self.tab(DESK, script=False))
        self.go(tab, "People")
        self.find(tab, word)
        self.assertFalse(tab.page.locator("#everyone").is_visible())
        self.assertTrue(tab.page.locator("input[name=id]").is_visible())

    def test_all_who_match_are_invited_by_one_action_with_scripts_and_without(self):
        for script in (True, False):
            with self.subTest(script=script):
                word = self.many(52)
                tab = self.enter(self.tab(DESK, script=script))
                self.go(tab, "People")
                self.find(tab, word)
                self.assertIn("Page 1 of 2", tab.words)
                with tab.page.expect_navigation() as navigation:
                    tab.page.get_by_role("link", name="Choose all 52 who match").click()
                tab.response = navigation.value
                self.assertEqual(tab.heading, "Invite 52 people")
                if script:
                    self.assert_well(tab, "Invite 52 people")
                    self.screenshot(tab, "portal-choose-all")
                tab.page.get_by_label("Card and reimbursement").check()
                tab.press("Send 52 invitations")
                # As fast as it is, one step invites all of them.
                tab.page.get_by_role("link", name="Back to people").wait_for()
                self.assertIn("52 people invited", tab.page.title())
                self.assertIn("52 of 52 people invited", tab.words)
                if script:
                    self.assert_well(tab, tab.heading)
                    self.screenshot(tab, "portal-invited-all")
                tab.page.get_by_role("link", name="Back to people").click()
                self.assertIn("52 of", tab.words)
                self.assertNotIn("Not invited", tab.page.locator("table").inner_text())

    def test_a_step_that_is_not_the_last_goes_on_by_itself(self):
        word = self.many(52)
        tab = self.enter(self.tab(DESK))
        self.go(tab, "People")
        self.find(tab, word)
        tab.page.get_by_role("link", name="Choose all 52 who match").click()
        tab.page.get_by_label("Card and reimbursement").check()
        # The answer to the first step says that some are left: it stands for one that ran out of time.
        steps = []

        def hold_up(route):
            steps.append(route.request.post_data)
            answer = route.fetch()
            if len(steps) > 1:
                return route.fulfill(response=answer)
            fields = "".join(
                f'<input type="hidden" name="{name}" value="{value}">'
                for name, value in parse_qsl(route.request.post_data)
            )
            going_on = f'<form method="post" action="inviting" data-go-on="0">{fields}<button>Continue</button></form>'
            return route.fulfill(response=answer, body=answer.text().replace("</main>", f"{going_on}</main>"))

        tab.page.route("**/inviting", hold_up)
        with tab.page.expect_response(lambda answer: answer.url.endswith("/inviting") and len(steps) > 1):
            tab.press("Send 52 invitations")
        tab.page.locator("form[data-go-on]").wait_for(state="detached")
        self.assertEqual(len(steps), 2)
        self.assertIn("52 people invited", tab.page.title())
        self.assertEqual(tab.complaints, [])

    def test_a_token_is_made_copied_and_revoked(self):
        tab = self.enter(self.tab(DESK))
        tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        tab.page.get_by_label("Label").fill("Okta")
        tab.press("Make a token")
        self.assert_well(tab, "Connection")
        self.screenshot(tab, "portal-token")
        token = tab.page.locator("#token").inner_text()
        tab.page.locator("[data-copy=token]").click()
        tab.page.get_by_role("status").filter(has_text="Copied").wait_for(state="attached")
        self.assertEqual(tab.page.evaluate("navigator.clipboard.readText()"), token)
        row = tab.page.get_by_role("row").filter(has_text="Okta")
        row.locator("summary").click()
        tab.press("Revoke now")
        self.assert_well(tab, "Connection")
        self.assertIn("no longer works", tab.words)

    def test_provisioning_is_switched_off_only_after_a_page_that_says_what_it_means(self):
        for script in (True, False):
            with self.subTest(script=script):
                tab = self.enter(self.tab(NARROW, script=script))
                tab.page.get_by_role("link", name="Switch off").click()
                self.assertEqual(tab.heading, "Switch provisioning off?")
                self.assert_fits(tab)
                tab.page.get_by_role("link", name="Keep it on").click()
                self.assertEqual(tab.heading, "Connection")
                tab.page.get_by_role("link", name="Switch off").click()
                if script:
                    self.assert_accessible(tab)
                    self.screenshot(tab, "portal-switch-off")
                tab.press("Switch off now")
                self.assertIn("Provisioning is off", tab.words)
                tab.press("Switch on")
                self.assertIn("Provisioning is on", tab.words)

    def test_a_guide_is_well_at_every_size_and_in_both_schemes(self):
        for (size, viewport), scheme in itertools.product({**SIZES, "narrow": NARROW}.items(), SCHEMES):
            with self.subTest(size=size, scheme=scheme):
                tab = self.enter(self.tab(viewport, scheme))
                for guide in ("okta", "pingone"):
                    tab.open(self.local.url(f"/portal/connection?guide={guide}"))
                    self.assert_well(tab, "Connection")
                    self.assertEqual(tab.page.locator("svg.sketch").count(), 1)
                    self.screenshot(tab, f"portal-guide-{guide}-{size}-{scheme}")

    def test_a_connection_is_checked_and_the_page_follows_it_by_itself(self):
        tab = self.enter(self.tab(DESK))
        tab.press("Check this connection")
        # The page loads itself again and again meanwhile, so nothing else of it is looked at.
        tab.page.get_by_text("The check is under way").first.wait_for()
        tab.page.get_by_role("link", name="Download the whole report").wait_for(timeout=300_000)
        self.assert_well(tab, "Check this connection")
        self.assertIn("profile-sync full", tab.words)
        self.screenshot(tab, "portal-check-ended")
        with tab.page.expect_download() as download:
            tab.page.get_by_role("link", name="Download the whole report").click()
        self.assertTrue(download.value.suggested_filename.endswith(".html"))

    def test_the_activity_is_filtered_and_downloaded(self):
        address = self.person("Ada King")
        tab = self.enter(self.tab(DESK))
        self.go(tab, "Activity")
        tab.page.locator("details.filter > summary").click()
        tab.page.get_by_label("Person").fill(address)
        tab.press("Show")
        self.assert_well(tab, "Activity")
        self.screenshot(tab, "portal-activity-filtered")
        self.assertIn("Made the account", tab.words)
        with tab.page.expect_download() as download:
            tab.page.get_by_role("link", name="CSV").click()
        self.assertTrue(download.value.suggested_filename.endswith(".csv"))

    def test_many_people_who_were_deactivated_are_looked_at_and_restored(self):
        for script in (True, False):
            with self.subTest(script=script):
                for address in [self.person(f"Lost {number}") for number in range(3)]:
                    [user] = self.local.scim("GET", f"/Users?filter=userName%20eq%20%22{address}%22")["Resources"]
                    off = {"schemas": [PATCH_OP], "Operations": [{"op": "replace", "value": {"active": False}}]}
                    self.local.scim("PATCH", f"/Users/{user['id']}", off)
                self.local.settle()
                tab = self.enter(self.tab(NARROW, script=script))
                tab.open(self.local.url("/portal/waves?people=few"))
                row = tab.page.get_by_role("link", name="people deactivated").first
                wave, what = row.get_attribute("href"), row.inner_text()
                if script:
                    self.assert_well(tab, "Many at once")
                    self.screenshot(tab, "portal-waves")
                tab.open(self.local.url(f"/portal/{wave}"))
                if script:
                    self.assert_well(tab, what)
                    self.screenshot(tab, "portal-wave")
                tab.open(self.local.url(f"/portal/{wave.replace('wave?', 'wave-undo?')}"))
                if script:
                    self.assert_well(tab, tab.heading)
                    self.screenshot(tab, "portal-wave-undo")
                self.assertIn("Mend the cause", tab.words)
                tab.page.locator("main form button").click()
                tab.page.get_by_text("people restored").first.wait_for()
                self.assertEqual(tab.heading, what)
                if script:
                    self.assert_accessible(tab)
                    self.screenshot(tab, "portal-wave-undone")

    def test_it_is_left_and_not_come_back_to(self):
        link = self.link()
        tab = self.enter(self.tab(), link)
        self.assertEqual(tab.page.context.cookies()[0]["name"], "__Host-portal")
        tab.press("Sign out")
        self.assertEqual(tab.heading, "You are signed out")
        self.assertEqual(tab.page.context.cookies(), [])
        tab.open(self.local.url("/portal/people"))
        self.assertEqual((tab.heading, tab.response.status), ("Open the portal again", 401))
        self.assert_fits(tab)
        self.assert_accessible(tab)
        tab.open(link)
        self.assertEqual((tab.heading, tab.response.status), ("This link is over", 410))

    def test_the_content_is_one_press_away_by_keyboard(self):
        tab = self.enter(self.tab(DESK))
        tab.page.keyboard.press("Tab")
        skip = tab.page.get_by_role("link", name="Skip to the content")
        self.assertTrue(skip.evaluate("link => link === document.activeElement"))
        tab.page.keyboard.press("Enter")
        self.assertEqual(tab.page.evaluate("document.activeElement.id"), "main")


if __name__ == "__main__":
    unittest.main()
