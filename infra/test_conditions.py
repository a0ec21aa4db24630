"""Whether the template holds together, however its conditions fall. Run by `make check-template`."""

import re
import unittest

from processed import SET, TEMPLATE, conditions, decided, evaluated, only, settings


def references(node):
    """Names that a part of the template refers to, pseudo parameters such as `AWS::Region` aside."""
    if isinstance(node, list):
        for part in node:
            yield from references(part)
    if isinstance(node, dict):
        for key, part in node.items():
            if key == "Ref":
                yield part
            elif key == "Fn::GetAtt":
                yield part[0] if isinstance(part, list) else part.split(".")[0]
            elif key == "Fn::Sub":
                text, values = part if isinstance(part, list) else (part, {})
                yield from set(re.findall(r"\$\{([\w:]+)", text)) - set(values)
                yield from references(values)
            elif key == "DependsOn":
                yield from [part] if isinstance(part, str) else part
            else:
                yield from references(part)


class Conditions(unittest.TestCase):
    def test_each_is_on_in_some_settings_and_off_in_others(self):
        seen = [conditions(parameters) for parameters in settings()]
        for name in TEMPLATE["Conditions"]:
            with self.subTest(condition=name):
                self.assertEqual({holds[name] for holds in seen}, {True, False})

    def test_a_value_that_sets_one_is_allowed(self):
        for name, values in SET.items():
            parameter = TEMPLATE["Parameters"][name]
            for value in values:
                with self.subTest(parameter=name, value=value):
                    allowed = parameter.get("AllowedValues", [value])
                    self.assertIn(value, allowed)
                    self.assertRegex(value, f"^(?:{parameter.get('AllowedPattern', '.*')})$")

    def test_everything_that_is_referred_to_is_there_whatever_the_settings(self):
        for parameters in settings():
            template = decided(parameters)
            there_is = {*template["Parameters"], *template["Resources"]}
            referred = {name for name in references(template) if not name.startswith("AWS::")}
            with self.subTest(**{name: parameters[name] for name in SET}):
                self.assertEqual(referred - there_is, set())

    def test_logging_waits_for_its_role_where_the_stack_makes_one(self):
        for parameters in settings():
            stage = decided(parameters)["Resources"]["ApiStage"]
            makes_role = parameters["ApiAccessLogs"] == "with-new-role"
            with self.subTest(logs=parameters["ApiAccessLogs"]):
                self.assertEqual("ApiLogAccount" in set(references(stage)), makes_role)

    def test_the_own_url_of_the_api_is_closed_if_asked_for_and_if_there_is_another(self):
        (server,) = only("AWS::ApiGateway::RestApi")["Body"]["servers"]
        switch = server["x-amazon-apigateway-endpoint-configuration"]["disableExecuteApiEndpoint"]
        self.assertEqual(switch, {"Fn::If": ["ClosesDefaultEndpoint", True, False]})
        for parameters in settings():
            asked = (parameters["DefaultEndpoint"], bool(parameters["PublicUrl"])) == ("closed", True)
            with self.subTest(url=parameters["PublicUrl"], endpoint=parameters["DefaultEndpoint"]):
                self.assertEqual(evaluated({"Condition": "ClosesDefaultEndpoint"}, parameters), asked)


if __name__ == "__main__":
    unittest.main()
