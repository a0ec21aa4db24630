"""Links that do not confirm, and what their pages say instead."""

import unittest

from local import DAY, LocalTest

CONFIRM = "Confirm your email address"
CONFIRMED = "Email address confirmed"
EXPIRED = "This link has expired"
NEW_LINK = "Send a new link"
SUPERSEDED = "This link no longer counts"
UNKNOWN = "This link does not work"


class Links(LocalTest):
    def renamed(self):
        """Somebody with a new address, and the link that was sent to it."""
        ada = self.ada()
        ada.rename(ada.another_address())
        return ada, ada.link_to(ada.another_address())

    def expired(self):
        ada, link = self.renamed()
        self.local.advance(7 * DAY + 1)
        return ada, link

    def test_a_used_link_says_that_it_was_used(self):
        _, link = self.renamed()
        self.tab().open(link).press("Confirm")
        self.assert_shown(self.tab().open(link), "Already confirmed")

    def test_a_link_works_up_to_its_last_moments(self):
        ada, link = self.renamed()
        # A minute for what has passed since by itself.
        self.local.advance(7 * DAY - 60)
        self.assert_shown(self.tab().open(link).press("Confirm"), CONFIRMED)
        self.assertEqual(ada.emails(), [ada.another_address()])

    def test_in_place_of_an_expired_link_a_new_one_can_be_had(self):
        ada, link = self.expired()
        tab = self.tab().open(link)
        self.assert_shown(tab, EXPIRED, 410)
        tab.press_by_keyboard(NEW_LINK)
        self.assert_shown(tab, "A new link is on its way")
        self.assertIn(ada.another_address(), tab.words)
        self.local.settle()
        new, old = ada.links_to(ada.another_address())
        self.assertNotEqual(new, old)
        tab = self.tab().open(new)
        self.assert_shown(tab, CONFIRM)
        self.assert_shown(tab.press("Confirm"), CONFIRMED)
        self.assertEqual(ada.emails(), [ada.another_address()])

    def test_a_new_link_can_be_had_without_scripts(self):
        ada, link = self.expired()
        tab = self.tab(script=False).open(link).press(NEW_LINK)
        self.assertEqual(tab.heading, "A new link is on its way")
        self.local.settle()
        self.assertEqual(len(ada.links_to(ada.another_address())), 2)

    def test_whoever_asks_for_new_links_too_soon_is_told_to_wait(self):
        ada, link = self.expired()
        one, other = self.tab().open(link), self.tab().open(link)
        one.press(NEW_LINK)
        other.press(NEW_LINK)
        self.assert_shown(other, "Please wait a little", 429)
        self.assertIn(int(other.response.headers["retry-after"]), range(1, 61))
        self.local.settle()
        self.assertEqual(len(ada.links_to(ada.another_address())), 2)

    def test_an_expired_link_confirms_nothing(self):
        ada, link = self.renamed()
        tab = self.tab().open(link)
        self.local.advance(7 * DAY + 1)
        self.assert_shown(tab.press("Confirm"), EXPIRED, 410)
        self.assertEqual(ada.emails(), [ada.address])

    def test_a_link_no_longer_counts_once_another_address_took_its_place(self):
        ada, link = self.renamed()
        tab = self.tab().open(link)
        ada.rename(ada.another_address("lovelace"))
        self.assert_shown(tab.press("Confirm"), SUPERSEDED, 410)
        self.assert_shown(self.tab().open(link), SUPERSEDED, 410)
        self.assertEqual(ada.emails(), [ada.address])
        tab = self.tab().open(ada.link_to(ada.another_address("lovelace"))).press("Confirm")
        self.assert_shown(tab, CONFIRMED)
        self.assertEqual(ada.emails(), [ada.another_address("lovelace")])

    def test_a_link_no_longer_counts_once_the_change_was_called_off(self):
        ada, link = self.renamed()
        ada.rename(ada.address)
        self.assert_shown(self.tab().open(link), SUPERSEDED, 410)
        self.assertEqual(ada.emails(), [ada.address])

    def test_a_forged_link_does_not_work(self):
        for path in ("/verify/" + "0" * 64, "/verify/" + "F" * 64, "/verify/nonsense"):
            with self.subTest(path=path):
                self.assert_shown(self.tab().open(self.local.url(path)), UNKNOWN, 404)

    def test_other_methods_are_answered_by_a_page(self):
        _, link = self.renamed()
        status, headers, body = self.local.request("DELETE", link)
        self.assertEqual(status, 405)
        self.assertIn("GET", headers["allow"])
        self.assertEqual(headers["referrer-policy"], "no-referrer")
        self.assertIn(b"That is not possible here", body)


if __name__ == "__main__":
    unittest.main()
