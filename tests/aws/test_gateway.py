"""API Gateway's own ways with requests, and what it answers by itself."""

import itertools
import json

from stack import USER, StackTest, Tenant, patch, send


def challenge(answer):
    """`WWW-Authenticate`, under the other name that a REST API may give it."""
    headers = answer.headers
    return headers.get("www-authenticate") or headers.get("x-amzn-remapped-www-authenticate") or ""


class Requests(StackTest):
    def test_a_person_comes_and_goes_by_every_method(self):
        user = self.tenant.create("ada@example.com")
        path = f"/Users/{user}"
        read = self.tenant.send("GET", path)
        self.assertEqual((read.status, read.headers["etag"]), (200, 'W/"1"'))
        self.assertEqual(self.tenant.send("HEAD", path).body, b"")
        whole = read.json | {"active": False}
        self.assertEqual(self.tenant.send("PUT", path, whole).json["active"], False)
        self.assertEqual(self.tenant.patch(user, active=True).json["active"], True)
        gone = self.tenant.send("DELETE", path)
        self.assertEqual((gone.status, gone.body), (204, b""))
        self.assert_scim_error(self.tenant.send("GET", path), 404, "no user with this id")

    def test_headers_arrive(self):
        user = self.tenant.create("grace@example.com")
        path = f"/Users/{user}"
        self.assertEqual(self.tenant.send("GET", path, headers={"If-None-Match": 'W/"1"'}).status, 304)
        stale = self.tenant.send("PATCH", path, patch({"active": False}), headers={"If-Match": 'W/"7"'})
        self.assert_scim_error(stale, 412, "")
        stranger = self.tenant.send("GET", path, headers={"Authorization": "Bearer rc_nobody_" + "0" * 64})
        self.assert_scim_error(stranger, 401, "token")
        self.assertTrue(challenge(stranger).startswith("Bearer"), stranger)

    def test_a_query_arrives_as_it_was_meant(self):
        user = self.tenant.create("o'brien+a@example.com")
        for query in (
            "filter=userName%20eq%20%22o%27brien%2Ba%40example.com%22",
            "filter=userName+eq+%22o'brien%2Ba@example.com%22",
            "attributes=userName&filter=userName%20eq%20%22O%27BRIEN%2BA%40EXAMPLE.COM%22",
            "filter=displayName%20pr%20or%20userName%20co%20%22brien%2Ba%22",
        ):
            with self.subTest(query=query):
                found = self.tenant.send("GET", "/Users?" + query)
                self.assertEqual(found.status, 200, found)
                self.assertEqual([r["id"] for r in found.json["Resources"]], [user])
        for query in ("filter=userName%20eq%20%22%C3%A9%26%3D%25%23%22", "startIndex=1&count=0"):
            with self.subTest(query=query):
                self.assertEqual(self.tenant.send("GET", "/Users?" + query).json.get("Resources", []), [])

    def test_both_values_of_a_repeated_key_arrive(self):
        """Which of them is meant is not guessed."""
        for query in ("count=0&count=1", "attributes=userName&count=1&attributes=emails"):
            with self.subTest(query=query):
                self.assert_scim_error(self.tenant.send("GET", "/Users?" + query), 400, "stands twice in the query")

    def test_letters_of_every_language_pass_both_ways(self):
        body = {"schemas": [USER], "userName": "zoe@example.com", "displayName": "Zoë Ünïcode 🦀"}
        made = self.tenant.send("POST", "/Users", json.dumps(body, ensure_ascii=False).encode())
        self.assertEqual(made.json["displayName"], "Zoë Ünïcode 🦀", made)

    def test_a_body_that_is_empty_or_none_is_the_callers_mistake(self):
        user = self.tenant.create("empty@example.com")
        for method, path in (("POST", "/Users"), ("PUT", f"/Users/{user}"), ("PATCH", f"/Users/{user}")):
            for body in (b"", b"\xff\xfe\x00", b"[]", b"null"):
                with self.subTest(method=method, body=body):
                    self.assert_scim_error(self.tenant.send(method, path, body), 400, "")

    def test_too_large_a_body_is_told_so(self):
        large = json.dumps({"userName": "large@example.com", "displayName": "x" * 70_000})
        self.assert_scim_error(self.tenant.send("POST", "/Users", large), 413, "64 KiB")

    def test_pages_answer_every_method(self):
        for path, method in itertools.product(("verify", "accept"), ("GET", "POST")):
            with self.subTest(path=path, method=method):
                page = send(method, f"{self.stack.url}/{path}/{'0' * 64}", b"" if method == "POST" else None)
                self.assertEqual((page.status, page.headers["content-type"]), (404, "text/html; charset=utf-8"))
                self.assertIn("no-store", page.headers["cache-control"])
        for path, method in itertools.product(("verify", "accept"), ("PUT", "DELETE", "PATCH")):
            with self.subTest(path=path, method=method):
                page = send(method, f"{self.stack.url}/{path}/{'0' * 64}")
                self.assertEqual((page.status, page.headers["content-type"]), (405, "text/html; charset=utf-8"))

    def test_the_backend_of_the_operator_is_answered_in_its_own_way(self):
        self.assertEqual(self.stack.outputs["PeopleUrl"], f"{self.stack.public_url}/people/v1")
        url = f"{self.stack.url}/people/v1"
        stranger = send("GET", f"{url}/entities")
        self.assertEqual((stranger.status, stranger.headers["content-type"]), (401, "application/problem+json"))
        self.assertTrue(challenge(stranger).startswith("Bearer"), stranger)
        self.assertEqual(stranger.json["type"], "urn:rollcall:unauthorized")
        document = send("GET", f"{url}/openapi.json")
        self.assertEqual((document.status, document.json["openapi"][:3]), (200, "3.1"), document)
        backend = {"Authorization": f"Bearer {self.tenant.issue_token('people')}", "Content-Type": "application/json"}
        made = send("POST", f"{url}/entities", json.dumps({"name": "Acme Österreich & Söhne"}), backend)
        self.assertEqual(made.status, 201, made)
        read = send("GET", f"{url}/entities/{made.json['id']}", headers=backend)
        self.assertEqual(read.json["name"], "Acme Österreich & Söhne", read)
        self.assertEqual(send("PUT", f"{url}/entities/{made.json['id']}", "{}", backend).status, 405)
        self.assertEqual(self.stack.outputs["OperatorUrl"], f"{self.stack.public_url}/operator/v1")
        operator = send("GET", f"{self.stack.url}/operator/v1/tenants", headers=backend)
        self.assertEqual((operator.status, operator.json["type"]), (403, "urn:rollcall:wrong-scope"), operator)
        document = send("GET", f"{self.stack.url}/operator/v1/openapi.json")
        self.assertEqual((document.status, document.json["info"]["title"]), (200, "Operator"), document)


class GatewayAnswers(StackTest):
    def test_an_address_that_leads_nowhere_is_404_and_not_403(self):
        for path in ("/", "/scim", "/scim/v1/Users", "/Users"):
            for headers in ({}, {"Authorization": f"Bearer {self.tenant.token}"}):
                with self.subTest(path=path, headers=list(headers)):
                    self.assert_scim_error(send("GET", self.stack.url + path, headers=headers), 404, "/scim/v2")

    def test_tenants_share_nothing_but_the_stack(self):
        other = Tenant(self.stack)
        user = self.tenant.create("shared@example.com")
        self.assert_scim_error(other.send("GET", f"/Users/{user}"), 404, "no user with this id")
        self.assertNotEqual(other.create("shared@example.com"), user)
