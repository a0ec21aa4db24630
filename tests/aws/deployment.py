"""The stack: what `sam build` built, deployed by `sam deploy` with the template and samconfig.toml that operators use."""

import json
import re
import subprocess
from functools import cached_property
from pathlib import Path

import boto3
import yaml

from emulator import REGION, Emulator

ROOT = Path(__file__).parent.parent.parent
STACK = "rollcall"
SENDER = "no-reply@example.com"
ACCOUNT = "000000000000"


class Deployment:
    """A stack in the emulator, mended where the emulator does less than AWS with the template it was given.

    The mends are all here. Each does by AWS's own API what CloudFormation would have done, with what the processed
    template says; nothing is made easier for the functions.
    """

    def __init__(self, emulator: Emulator, built: Path, **parameters):
        self.emulator = emulator
        self.built = built
        self.parameters = {"MailSender": f'"Rollcall <{SENDER}>"', "MailIdentity": "example.com"} | parameters
        self.deploy()

    def client(self, service: str):
        return boto3.client(service, **self._credentials)

    @cached_property
    def _credentials(self) -> dict:
        settings = self.emulator.environment()
        return {
            "endpoint_url": settings["AWS_ENDPOINT_URL"],
            "region_name": REGION,
            "aws_access_key_id": settings["AWS_ACCESS_KEY_ID"],
            "aws_secret_access_key": settings["AWS_SECRET_ACCESS_KEY"],
        }

    def deploy(self, **parameters):
        """As an operator does it; once more with other parameters to update the stack."""
        self.parameters |= parameters
        deployed = subprocess.run(
            [
                *("sam", "deploy"),
                *("--template-file", self._mended_template(), "--config-file", ROOT / "samconfig.toml"),
                *("--no-confirm-changeset", "--no-progressbar"),
                *("--parameter-overrides", *(f"{name}={value}" for name, value in self.parameters.items())),
            ],
            cwd=ROOT,
            env=self.emulator.environment() | {"SAM_CLI_TELEMETRY": "0"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if deployed.returncode != 0:
            raise RuntimeError(f"sam deploy failed:\n{deployed.stdout}")
        self._read()
        self._mend_api()
        self._mend_table()
        self._mend_permissions()
        self._verify_sender()

    def _mended_template(self) -> Path:
        """What was built, without alarms on expressions over metrics: the emulator refuses a template that has one."""
        template = yaml.safe_load((self.built / "template.yaml").read_text())
        resources = template["Resources"]
        refused = [
            name
            for name, resource in resources.items()
            if resource["Type"] == "AWS::CloudWatch::Alarm" and "Metrics" in resource["Properties"]
        ]
        dashboard = resources["Dashboard"]["Properties"]["DashboardBody"]
        for name in refused:
            del resources[name]
            dashboard["Fn::Sub"] = re.sub(r'\s*"\$\{%s\.Arn\}",' % name, "", dashboard["Fn::Sub"])
        mended = self.built / "emulated.yaml"
        mended.write_text(yaml.safe_dump(template, sort_keys=False))
        return mended

    def _read(self):
        formation = self.client("cloudformation")
        pages = formation.get_paginator("list_stack_resources").paginate(StackName=STACK)
        resources = [resource for page in pages for resource in page["StackResourceSummaries"]]
        self.ids = {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in resources}
        self.template = formation.get_template(StackName=STACK, TemplateStage="Processed")["TemplateBody"]
        (stack,) = formation.describe_stacks(StackName=STACK)["Stacks"]
        self.outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
        self.stage = self.ids["ApiStage"]
        self.first_ids = getattr(self, "first_ids", self.ids)

    def function_arn(self, name: str) -> str:
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.ids[name]}"

    @property
    def public_url(self) -> str:
        """Where the stage would be reached in AWS, and what links in mails begin with."""
        return self.outputs["VerifyUrl"].removesuffix("/verify/")

    @property
    def url(self) -> str:
        """Where it is reached here."""
        return f"{self.emulator.url}/_aws/execute-api/{self.ids['Api']}/{self.stage}"

    # Neither methods nor gateway responses are taken from the definition of an API.
    def _mend_api(self):
        gateway, api = self.client("apigateway"), self.ids["Api"]
        definition = self.template["Resources"]["Api"]["Properties"]["Body"]
        resources = gateway.get_resources(restApiId=api, limit=500, embed=["methods"])["items"]
        by_path = {resource["path"]: resource for resource in resources}
        for path, methods in definition["paths"].items():
            (method,) = methods.values()
            resource = {"restApiId": api, "resourceId": by_path[path]["id"], "httpMethod": "ANY"}
            if "ANY" in by_path[path].get("resourceMethods", {}):
                continue
            integration = method["x-amazon-apigateway-integration"]
            gateway.put_method(**resource, authorizationType="NONE")
            gateway.put_integration(
                **resource,
                type=integration["type"].upper(),
                integrationHttpMethod=integration["httpMethod"],
                uri=self._integration_uri(integration["uri"]["Fn::Sub"]),
            )
        for kind, response in definition["x-amazon-apigateway-gateway-responses"].items():
            gateway.put_gateway_response(
                restApiId=api,
                responseType=kind,
                statusCode=response["statusCode"],
                responseParameters=response["responseParameters"],
                responseTemplates=response["responseTemplates"],
            )
        gateway.create_deployment(restApiId=api, stageName=self.stage)

    def _integration_uri(self, template: str) -> str:
        uri = template.replace("${AWS::Region}", REGION)
        for name in self.ids:
            uri = uri.replace("${%s.Arn}" % name, self.function_arn(name))
        return uri

    def _mend_table(self):
        """Time to live, recovery and protection."""
        tables, name = self.client("dynamodb"), self.ids["Table"]
        wanted = self.template["Resources"]["Table"]["Properties"]
        if tables.describe_time_to_live(TableName=name)["TimeToLiveDescription"]["TimeToLiveStatus"] == "DISABLED":
            tables.update_time_to_live(TableName=name, TimeToLiveSpecification=wanted["TimeToLiveSpecification"])
        recovery = wanted["PointInTimeRecoverySpecification"]
        tables.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)
        protected = self.template["Parameters"][wanted["DeletionProtectionEnabled"]["Ref"]]["Default"] == "true"
        tables.update_table(TableName=name, DeletionProtectionEnabled=protected)

    def _mend_permissions(self):
        """Permissions are enforced, but for two actions it takes another resource than AWS does: any identity for a
        mail, and the group `default` for a schedule. Grants of the right ones must not fail for that."""
        mail = {"Effect": "Allow", "Action": "ses:SendEmail", "Resource": "*"}
        schedules = f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/default/"
        runs, checks = (
            {"Effect": "Allow", "Action": "scheduler:CreateSchedule", "Resource": f"{schedules}{names}-*"}
            for names in ("purge", "check")
        )
        for role, statements in {"OutboxRole": [mail, runs, checks], "PurgeRole": [runs]}.items():
            self.client("iam").put_role_policy(
                RoleName=self.ids[role],
                PolicyName="what-the-emulator-takes-for-the-resource",
                PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statements}),
            )

    def _verify_sender(self):
        """What an operator does in SES before the first mail."""
        mail = self.client("sesv2")
        identities = {identity["IdentityName"] for identity in mail.list_email_identities()["EmailIdentities"]}
        if "example.com" not in identities:
            mail.create_email_identity(EmailIdentity="example.com")
