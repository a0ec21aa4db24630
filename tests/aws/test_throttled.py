"""A stage that lets one request a second through, which `run.py` makes by an update of the stack."""

from concurrent.futures import ThreadPoolExecutor

from stack import StackTest


class Throttled(StackTest):
    def test_what_is_too_much_is_told_when_to_come_again(self):
        with ThreadPoolExecutor(12) as at_once:
            answers = list(at_once.map(lambda _: self.tenant.send("GET", "/ServiceProviderConfig"), range(12)))
        throttled = [answer for answer in answers if answer.status != 200]
        self.assertGreater(len(throttled), 6)
        self.assertLess(len(throttled), len(answers), "some are let through")
        for answer in throttled:
            self.assert_scim_error(answer, 429, "Too many requests")
            self.assert_retry_after(answer)

    def test_an_update_keeps_what_was_there(self):
        """The table and its stream are the ones from before."""
        self.assertEqual(self.stack.ids["Table"], self.stack.first_ids["Table"])
        self.assertEqual(self.stack.ids["Api"], self.stack.first_ids["Api"])
