"""Pages in the name of the operator's product."""

import base64
import itertools
import unittest

from browser import SCHEMES, SIZES, BrowserTest
from local import LINK, Ada, Local

LOGO = "https://cdn.example.com/logo.png"
# One dot.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
# Neither can be read as text on a light page, nor the second on a dark one.
COLORS = ("#ffd600", "#101010")


class Brand(BrowserTest):
    def test_a_page_is_fit_for_everybody_in_any_colour(self):
        for color in COLORS:
            local = Local(
                PRODUCT_NAME="Ledger",
                SUPPORT_ADDRESS="help@example.com",
                LOGO_URL=LOGO,
                BRAND_COLOR=color,
                PRODUCT_URL="https://app.example.com",
            )
            self.addCleanup(local.stop)
            for (size, viewport), scheme in itertools.product(SIZES.items(), SCHEMES):
                with self.subTest(color=color, size=size, scheme=scheme):
                    ada = Ada(local)
                    ada.rename(ada.another_address())
                    tab = self.tab(viewport, scheme)
                    tab.page.route(LOGO, lambda route: route.fulfill(body=PNG, content_type="image/png"))
                    mail = local.mails_to(ada.another_address())[0]
                    tab.open(LINK.findall(mail["text"])[0])
                    self.assertEqual(tab.requests[1:], [LOGO])
                    self.assertGreater(tab.page.locator("header img").evaluate("image => image.naturalWidth"), 0)
                    self.screenshot(tab, f"brand-{color[1:]}-{size}-{scheme}")
                    self.assert_fits(tab)
                    self.assert_accessible(tab)
                    tab.press("Confirm")
                    self.assert_accessible(tab)
                    button = tab.page.get_by_role("link", name="Open Ledger")
                    self.assertEqual(button.get_attribute("href"), "https://app.example.com")
                    self.assertGreaterEqual(button.bounding_box()["height"], 44)


if __name__ == "__main__":
    unittest.main()
