"""A person confirms a new address."""

import itertools
import unittest

from browser import DESK, SCHEMES, SIZES
from local import LINK, LocalTest

CONFIRM = "Confirm your email address"
CONFIRMED = "Email address confirmed"
ALREADY = "Already confirmed"


class Confirming(LocalTest):
    def test_it_works_by_keyboard_at_every_size_and_in_both_schemes(self):
        for (size, viewport), scheme in itertools.product(SIZES.items(), SCHEMES):
            with self.subTest(size=size, scheme=scheme):
                ada = self.ada()
                ada.rename(ada.another_address())
                tab = self.tab(viewport, scheme).open(ada.link_to(ada.another_address()))
                self.assert_shown(tab, CONFIRM)
                self.assertIn(ada.another_address(), tab.words)
                self.assertIn("9 March 2026", tab.words)
                tab.press_by_keyboard("Confirm")
                self.assert_shown(tab, CONFIRMED)
                self.assertIn(ada.another_address(), tab.words)
                self.assertEqual(ada.emails(), [ada.another_address()])

    def test_it_works_without_scripts(self):
        ada = self.ada()
        ada.rename_by_patch(ada.another_address())
        tab = self.tab(script=False).open(ada.link_to(ada.another_address()))
        self.assertEqual(tab.heading, CONFIRM)
        tab.press("Confirm")
        self.assertEqual(tab.heading, CONFIRMED)
        self.assertEqual(ada.emails(), [ada.another_address()])

    def test_looking_at_the_link_changes_nothing(self):
        ada = self.ada()
        ada.rename(ada.another_address())
        link = ada.link_to(ada.another_address())
        for _ in range(3):
            self.assertEqual(self.tab().open(link).heading, CONFIRM)
        self.assertEqual(self.local.request("HEAD", link)[0], 200)
        self.assertEqual(ada.emails(), [ada.address])

    def test_the_old_address_is_told_and_given_no_link(self):
        ada = self.ada()
        ada.rename(ada.another_address())
        [notice] = self.local.mails_to(ada.address)
        self.assertIn(ada.another_address(), notice["text"])
        self.assertIn(ada.another_address(), notice["html"])
        self.assertEqual(LINK.findall(notice["text"]) + LINK.findall(notice["html"]), [])

    def test_pressing_the_button_in_two_windows_confirms_once_and_frightens_nobody(self):
        ada = self.ada()
        ada.rename(ada.another_address())
        link = ada.link_to(ada.another_address())
        one, other = self.tab().open(link), self.tab(DESK).open(link)
        self.assert_shown(one.press("Confirm"), CONFIRMED)
        other.press("Confirm")
        self.assertIn(other.heading, (CONFIRMED, ALREADY))
        self.assert_shown(other, other.heading)
        self.assertEqual(ada.emails(), [ada.another_address()])

    def test_a_reload_after_confirming_still_says_so(self):
        ada = self.ada()
        ada.rename(ada.another_address())
        tab = self.tab().open(ada.link_to(ada.another_address())).press("Confirm")
        tab.response = tab.page.reload()
        self.assertIn(tab.heading, (CONFIRMED, ALREADY))
        self.assert_shown(tab, tab.heading)


if __name__ == "__main__":
    unittest.main()
