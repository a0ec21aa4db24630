"""Every page and mail there is, at every size and in both schemes; leaves a screenshot of each."""

import itertools
import unittest

import snapshots
from browser import SCHEMES, SIZES, BrowserTest

# The narrowest that WCAG asks for (1.4.10): a desk at 400 %.
NARROW = {"width": 320, "height": 256}

# What a mail has no say in: the reader puts it into a page of its own.
OF_MAILS = {"rules": {"region": {"enabled": False}, "landmark-one-main": {"enabled": False}}}


class Pages(BrowserTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pages, headers = snapshots.pages()
        cls.gallery = cls.enterClassContext(snapshots.Gallery(cls.pages, headers))

    def test_every_page_is_fit_for_everybody(self):
        for name, (size, viewport), scheme in itertools.product(self.pages, SIZES.items(), SCHEMES):
            with self.subTest(page=name, size=size, scheme=scheme):
                tab = self.tab(viewport, scheme).open(self.gallery.url(name))
                self.screenshot(tab, f"{name}-{size}-{scheme}")
                self.assert_shown(tab, tab.heading)

    def test_no_page_has_to_be_scrolled_sideways_on_the_narrowest_screen(self):
        tab = self.tab(NARROW)
        for name in self.pages:
            with self.subTest(page=name):
                self.assert_fits(tab.open(self.gallery.url(name)))

    def test_whoever_uses_the_keyboard_sees_where_they_are(self):
        for name, scheme in itertools.product(self.pages, SCHEMES):
            tab = self.tab(scheme=scheme).open(self.gallery.url(name))
            for element in tab.page.locator("button, a").all():
                with self.subTest(page=name, scheme=scheme):
                    tab.page.keyboard.press("Tab")
                    self.assertTrue(element.evaluate("element => element === document.activeElement"))
                    self.assertEqual(element.evaluate("element => getComputedStyle(element).outlineWidth"), "3px")

    def test_what_is_pressed_is_large_enough_for_a_finger(self):
        tab = self.tab()
        for name in self.pages:
            for button in tab.open(self.gallery.url(name)).page.get_by_role("button").all():
                with self.subTest(page=name):
                    self.assertGreaterEqual(button.bounding_box()["height"], 44)


class Mails(BrowserTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mails = snapshots.mails()
        cls.gallery = cls.enterClassContext(
            snapshots.Gallery(cls.mails, {"content-type": "text/html; charset=utf-8"})
        )

    def test_every_mail_is_fit_for_everybody(self):
        for name, (size, viewport), scheme in itertools.product(self.mails, SIZES.items(), SCHEMES):
            with self.subTest(mail=name, size=size, scheme=scheme):
                tab = self.tab(viewport, scheme).open(self.gallery.url(name))
                self.screenshot(tab, f"mail-{name}-{size}-{scheme}")
                # The ground that a reader lays under a mail, to which the mail leaves its colours.
                tab.page.evaluate("document.documentElement.style.background = 'canvas'")
                self.assert_accessible(tab, OF_MAILS)
                logo = ["https://cdn.example.com/logo.png"] if name == "branded" else []
                self.assertEqual(tab.requests, [self.gallery.url(name), *logo])
                wide = tab.page.evaluate("document.documentElement.scrollWidth")
                self.assertLessEqual(wide, viewport["width"])


if __name__ == "__main__":
    unittest.main()
