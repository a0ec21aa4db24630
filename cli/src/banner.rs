//! What the local system says when it is up: where it is, and commands to paste.

use rollcall_local::{LOCAL, Ready};

/// Marks what a test cuts out and runs.
const COMMANDS: &str = "Paste these to try it:";

/// The greeting.
pub(super) fn text(ready: &Ready) -> String {
    let Ready {
        base_url,
        scim_url,
        token,
        people_token,
        tenant,
        mailbox_url,
        events_url,
        clock_url,
        dynamodb_url,
        table_name,
        ..
    } = ready;
    format!(
        r#"Rollcall is up. Ctrl-C stops it; what was acknowledged is kept.

  SCIM base URL   {scim_url}
  Token           {token}
  People token    {people_token}
  Mailbox         {mailbox_url}
  Events          {events_url}
  Clock           {clock_url}
  Pages           {base_url}

{COMMANDS}

SCIM={scim_url}
AUTH='Authorization: Bearer {token}'
JSON='Content-Type: application/scim+json'

# Create a user
curl -sS "$SCIM/Users" -H "$AUTH" -H "$JSON" -d '{{
  "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada.byron@example.com",
  "name": {{"givenName": "Ada", "familyName": "Byron"}}, "active": true}}'; echo

# Find the user, by a filter
curl -sS -G "$SCIM/Users" -H "$AUTH" --data-urlencode 'filter=userName sw "ada."'; echo
ID=$(curl -sS -G "$SCIM/Users" -H "$AUTH" --data-urlencode 'filter=userName sw "ada."' |
  grep -o '"id":"[^"]*"' | head -n 1 | cut -d '"' -f 4)

# Rename: userName changes at once, the verified e-mail address waits for its owner
curl -sS -X PUT "$SCIM/Users/$ID" -H "$AUTH" -H "$JSON" -d '{{
  "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada.lovelace@example.com",
  "active": true}}'; echo

# Deactivate: from now on there is a day on which the account is deleted
curl -sS -X PATCH "$SCIM/Users/$ID" -H "$AUTH" -H "$JSON" -d '{{
  "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  "Operations": [{{"op": "replace", "value": {{"active": false}}}}]}}'; echo

# Reactivate
curl -sS -X PATCH "$SCIM/Users/$ID" -H "$AUTH" -H "$JSON" -d '{{
  "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  "Operations": [{{"op": "replace", "value": {{"active": true}}}}]}}'; echo

# Your backend's side: invite the user, whose link is then in the mailbox, and have the portal opened for an administrator
PEOPLE={base_url}/people/v1
PAUTH='Authorization: Bearer {people_token}'
curl -sS "$PEOPLE/invitations" -H "$PAUTH" -d '{{"cardAccess": "card", "userIds": ["'"$ID"'"]}}'; echo
curl -sS "$PEOPLE/portal-links" -H "$PAUTH" -d '{{}}'; echo

# The operator's side: plans, settings, tokens
export AWS_ENDPOINT_URL={dynamodb_url} AWS_REGION={LOCAL} TABLE_NAME={table_name}
export AWS_ACCESS_KEY_ID={LOCAL} AWS_SECRET_ACCESS_KEY={LOCAL}
rollcall tenant show {tenant}
"#
    )
}
