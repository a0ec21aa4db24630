//! `rollcall user`.

use rollcall::entropy;
use rollcall::store::{Change, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::user::{User, UserId};
use serde::Serialize;

use crate::args::UserCommand;
use crate::error::CliError;
use crate::print::{self, Answer};
use crate::target::Target;

/// Brings in an account, and prints its id.
///
/// # Errors
///
/// No settings or table, no such tenant, or [`CliError::AddressTaken`].
pub(crate) async fn run(command: UserCommand) -> Result<(), CliError> {
    match command {
        UserCommand::Create { table, tenant, email } => {
            let target = Target::reach(&table).await?;
            let tenant = Admitted::by_role(target.tenant(&tenant).await?);
            let id = UserId::new(entropy::new_id());
            let user = User::native(id, tenant.id.clone(), email, target.now());
            let change = Change { before: None, after: &user };
            match target.store().commit(&tenant, entropy::new_write(), &[change]).await {
                Ok(()) => print::answer(&CreatedUser::of(&user), table.json)?,
                Err(StoreError::Held(_)) => return Err(CliError::AddressTaken),
                Err(error) => return Err(target.failed(error)),
            }
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct CreatedUser {
    id: String,
    tenant: String,
    email: String,
    linked: bool,
}

impl CreatedUser {
    fn of(user: &User) -> Self {
        Self {
            id: user.id.to_string(),
            tenant: user.tenant.to_string(),
            email: user.email.as_str().to_owned(),
            linked: user.linked,
        }
    }
}

impl Answer for CreatedUser {
    fn text(&self) -> String {
        let Self { id, email, .. } = self;
        format!("{id}  {email}\nNot linked: SCIM shows it once the directory provisions that address.")
    }
}
