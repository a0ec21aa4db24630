//! What the local system prints when it is up: its URLs and tokens, and commands to paste into another terminal.
//!
//! README.md uses the variables that the commands set. A test runs both, as pasted.

use std::path::Path;

use rollcall_local::{LOCAL, Ready};

/// Ends the part to read. A test runs all that follows it.
const COMMANDS: &str = "Paste these into another terminal to try it:";

/// The printed text, for a system that is reached as `ready` says and for the command at `rollcall`.
pub(super) fn text(ready: &Ready, rollcall: &Path) -> String {
    let Ready {
        base_url,
        scim_url,
        token,
        people_token,
        token_url,
        tenant,
        mailbox_url,
        events_url,
        clock_url,
        dynamodb_url,
        table_name,
        ..
    } = ready;
    let rollcall = quoted(&rollcall.to_string_lossy());
    format!(
        r#"Rollcall is up. Ctrl-C stops it. Acknowledged changes are kept.

  SCIM base URL   {scim_url}
  Token           {token}
  Token URL       {token_url}
  People token    {people_token}
  Mailbox         {mailbox_url}
  Events          {events_url}
  Clock           {clock_url}
  Pages           {base_url}
  DynamoDB        {dynamodb_url}

{COMMANDS}

SCIM={scim_url}
AUTH='Authorization: Bearer {token}'
JSON='Content-Type: application/scim+json'
TOKEN_URL={token_url}
PEOPLE={base_url}/people/v1
PEOPLE_AUTH='Authorization: Bearer {people_token}'
CLOCK={clock_url}

# Create a user
curl -sS "$SCIM/Users" -H "$AUTH" -H "$JSON" -d '{{
  "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada.byron@example.com",
  "name": {{"givenName": "Ada", "familyName": "Byron"}}, "active": true}}'; echo

# An OAuth client: make one, get an access token by its secret, and use that. Within a day the key makes one, however often this is sent
CLIENT=$(curl -sS "$PEOPLE/oauth-clients" -H "$PEOPLE_AUTH" -H "Idempotency-Key: trial" -d '{{"method": "secret", "label": "Trial"}}')
ACCESS=$(curl -sS "$TOKEN_URL" -d grant_type=client_credentials \
  -d "client_id=$(echo "$CLIENT" | grep -o 'rcc_[a-z0-9_-]*' | head -n 1)" \
  -d "client_secret=$(echo "$CLIENT" | grep -o 'rcs_[0-9a-f]*')" | grep -o 'rca_[a-z0-9_-]*')
curl -sS "$SCIM/Users?count=1" -H "Authorization: Bearer $ACCESS"; echo

# Find the user by a filter
curl -sS -G "$SCIM/Users" -H "$AUTH" --data-urlencode 'filter=userName sw "ada."'; echo
ID=$(curl -sS -G "$SCIM/Users" -H "$AUTH" --data-urlencode 'filter=userName sw "ada."' |
  grep -o '"id":"[^"]*"' | head -n 1 | cut -d '"' -f 4)

# Rename: userName changes at once, the verified e-mail address waits for its owner
curl -sS -X PUT "$SCIM/Users/$ID" -H "$AUTH" -H "$JSON" -d '{{
  "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada.lovelace@example.com",
  "active": true}}'; echo

# Deactivate: the account is blocked now, and deleted within two weeks
curl -sS -X PATCH "$SCIM/Users/$ID" -H "$AUTH" -H "$JSON" -d '{{
  "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  "Operations": [{{"op": "replace", "value": {{"active": false}}}}]}}'; echo

# Reactivate
curl -sS -X PATCH "$SCIM/Users/$ID" -H "$AUTH" -H "$JSON" -d '{{
  "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  "Operations": [{{"op": "replace", "value": {{"active": true}}}}]}}'; echo

# Your backend: invite the user by a mail, and ask for a link to the portal, to open in a browser
curl -sS "$PEOPLE/invitations" -H "$PEOPLE_AUTH" -d '{{"cardAccess": "card", "userIds": ["'"$ID"'"]}}'; echo
curl -sS "$PEOPLE/portal-links" -H "$PEOPLE_AUTH" -d '{{}}'; echo

# The operator: show the tenant. These AWS settings hold for this one command
env AWS_ENDPOINT_URL_DYNAMODB={dynamodb_url} TABLE_NAME={table_name} \
  AWS_REGION={LOCAL} AWS_ACCESS_KEY_ID={LOCAL} AWS_SECRET_ACCESS_KEY={LOCAL} \
  {rollcall} tenant show {tenant}
"#
    )
}

/// A path as one word of a POSIX shell.
fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+".contains(c);
    if path.chars().all(plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_path_is_one_word_to_a_shell() {
        assert_eq!(quoted("/opt/rollcall-1.0/bin/rollcall"), "/opt/rollcall-1.0/bin/rollcall");
        assert_eq!(quoted("/home/ada's $HOME/rollcall"), r"'/home/ada'\''s $HOME/rollcall'");
    }
}
