//! Roles and invitations by rule as the table has them: are they what the rules say?

use std::collections::BTreeSet;

use serde_json::Value;

use crate::consistency::StoredUser;
use crate::table::Snapshot;

impl Snapshot {
    /// Names every person whose stored roles, or whose invitation by rule, are not what the rules say; empty: none. Anybody
    /// who is yet to be reviewed is named too, and each run that is not done: it is asked when all that is due was done.
    #[must_use]
    pub fn roles_against_the_rules(&self) -> Vec<String> {
        let runs = self.items().filter(|(_, sk, item)| *sk == "ACCESS" && !item["run"].is_null());
        let mut faults: Vec<String> = runs.map(|(pk, ..)| format!("{pk}: a run is not done")).collect();
        for user in self.users() {
            if user.access_due().is_some() {
                faults.push(format!("{}: is yet to be reviewed", user.id));
            }
            let rules = self.get(&format!("T#{}", user.tenant), "ACCESS");
            faults.extend(against_the_rules(&user, rules.unwrap_or(&Value::Null)));
        }
        faults
    }
}

/// What a person has and should not have, or should have and has not.
pub(crate) fn against_the_rules(user: &StoredUser<'_>, access: &Value) -> Vec<String> {
    let (groups, mut faults) = (user.groups(), Vec::new());
    let rules = access["rules"].as_array().into_iter().flatten();
    let rules: Vec<&Value> =
        rules.filter(|rule| rule["group"].as_str().is_some_and(|group| groups.contains(&group))).collect();
    let expected: BTreeSet<&str> = match access["rolesFrom"].as_str() {
        _ if !user.is_active() || !user.is_linked() => BTreeSet::new(),
        Some("directory") => user.texts("directoryRoles").filter(|role| is_declared(access, role)).collect(),
        _ => rules.iter().filter_map(|rule| rule["role"].as_str()).collect(),
    };
    let roles: BTreeSet<&str> = user.texts("roles").collect();
    if roles != expected {
        faults.push(format!("{}: has the roles {roles:?}, not {expected:?}", user.id));
    }
    let invited_by: Vec<&str> =
        user.texts("invitedByGroups").filter(|group| !groups.contains(group)).collect();
    if !invited_by.is_empty() {
        faults.push(format!("{}: remembers groups that it left: {invited_by:?}", user.id));
    }
    if user.is_invited_by_rule() && !rules.iter().any(|rule| rule["invite"] == true) {
        faults.push(format!("{}: has an invitation that no rule gives any more", user.id));
    }
    faults
}

fn is_declared(access: &Value, role: &str) -> bool {
    access["roles"].as_array().into_iter().flatten().any(|declared| declared["id"] == role)
}
