use serde::{Deserialize, Serialize};

/// What a person can do with money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardAccess {
    /// A card.
    Card,
    /// A card, and expenses paid back.
    CardAndReimbursement,
    /// Expenses paid back, no card.
    ReimbursementOnly,
}

impl CardAccess {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Card, Self::CardAndReimbursement, Self::ReimbursementOnly];

    /// As APIs spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::CardAndReimbursement => "card_and_reimbursement",
            Self::ReimbursementOnly => "reimbursement_only",
        }
    }

    /// Reads what [`Self::as_str`] gives.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|access| access.as_str() == text)
    }
}
