//! What other rules would do to the people of a group: counted, and told of the first of them.

use super::{AccessDifference, RoleId};
use crate::address::EmailAddress;
use crate::user::{User, UserId};

/// People of whom a preview tells what would become of them.
pub const MAX_PREVIEWED: usize = 100;

/// What other rules would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// Who would gain a role.
    pub gaining: usize,
    /// Who would lose one.
    pub losing: usize,
    /// Who would be invited.
    pub invited: usize,
    /// Whose invitation would be taken back.
    pub losing_invitation: usize,
    /// The first [`MAX_PREVIEWED`] of them, in the order in which they were looked at.
    pub people: Vec<Previewed>,
}

/// Somebody who would gain or lose something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previewed {
    /// The person.
    pub user: UserId,
    /// By which the directory knows them.
    pub user_name: EmailAddress,
    /// Roles that they would gain.
    pub gains: Vec<RoleId>,
    /// Roles that they would lose.
    pub loses: Vec<RoleId>,
    /// Would they be invited?
    pub is_invited: bool,
    /// Would their invitation be taken back?
    pub loses_invitation: bool,
}

impl Preview {
    /// Takes somebody in, by what [`Access::difference`](super::Access::difference) says of them.
    pub fn note(&mut self, user: &User, difference: AccessDifference) {
        if difference == AccessDifference::default() {
            return;
        }
        let AccessDifference { gains, loses, is_invited, loses_invitation } = difference;
        self.gaining += usize::from(!gains.is_empty());
        self.losing += usize::from(!loses.is_empty());
        self.invited += usize::from(is_invited);
        self.losing_invitation += usize::from(loses_invitation);
        if self.people.len() < MAX_PREVIEWED {
            let (user, user_name) = (user.id, user.user_name.clone());
            self.people.push(Previewed { user, user_name, gains, loses, is_invited, loses_invitation });
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::tenant::TenantId;

    #[test]
    fn all_are_counted_and_the_first_are_named() {
        let mut preview = Preview::default();
        for number in 0..250 {
            let id = UserId::new(Uuid::from_u128(number));
            let email = EmailAddress::parse("ada@example.com").unwrap();
            let user = User::native(id, TenantId::parse("acme").unwrap(), email, Timestamp::UNIX_EPOCH);
            let role = RoleId::parse("viewer").unwrap();
            // Every other one is not concerned.
            let gains = if number % 2 == 0 { vec![role] } else { Vec::new() };
            preview.note(&user, AccessDifference { gains, ..AccessDifference::default() });
        }
        assert_eq!(
            (preview.gaining, preview.losing, preview.invited, preview.losing_invitation),
            (125, 0, 0, 0)
        );
        assert_eq!(preview.people.len(), MAX_PREVIEWED);
        assert!(preview.people.iter().all(|person| person.gains.len() == 1));
    }
}
