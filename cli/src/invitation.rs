//! `rollcall invitation`: the rules are those of the people API.

use jiff::{SignedDuration, Timestamp};
use rollcall::entropy;
use rollcall_rules::entity::Entity;
use rollcall_rules::invitation::{CardAccess, Invitation, InvitationState, NewInvitation};
use rollcall_rules::portal::AdminName;
use rollcall_rules::user::{Actor, User};
use serde::Serialize;

use crate::args::people::{InvitationCommand, PersonArg};
use crate::error::CliError;
use crate::person::{People, PersonAnswer};
use crate::print::{self, Answer, columns};

/// Invites people, lists invitations, sends one again or takes it back.
///
/// # Errors
///
/// No settings or table, no such tenant, person or entity, or a rule's no.
pub(crate) async fn run(command: InvitationCommand) -> Result<(), CliError> {
    match command {
        InvitationCommand::Create { of, people: named, card_access, entity, invited_by, link_days } => {
            let people = People::reach_on_plan(&of).await?;
            let entity = people.entity(entity.as_ref()).await?;
            let link_lifetime = people.target.link_lifetime(link_days);
            let offer = Offer { entity, card_access: card_access.into(), invited_by, link_lifetime };
            let mut outcomes = Vec::with_capacity(named.len());
            for person in &named {
                outcomes.push(Outcome::of(person, invite(&people, person, &offer).await)?);
            }
            let refused = outcomes.iter().filter(|outcome| outcome.invitation.is_none()).count();
            print::answer(&Outcomes(outcomes), of.table.json)?;
            if refused > 0 { Err(CliError::NotInvited { refused, of: named.len() }) } else { Ok(()) }
        }
        InvitationCommand::List { of, state } => {
            let people = People::reach(&of).await?;
            let listed = list(&people, state.map(InvitationState::from)).await?;
            print::answer(&Listed(listed), of.table.json)
        }
        InvitationCommand::Resend { of, person } => {
            let people = People::reach_on_plan(&of).await?;
            let user = people.person(&person).await?;
            let user = people.change(user, |user, now| user.invited_again(Actor::Operator, now)).await?;
            print::answer(&PersonAnswer::of(&user, people.target.now()), of.table.json)
        }
        InvitationCommand::Revoke { of, person } => {
            let people = People::reach_on_plan(&of).await?;
            let user = people.person(&person).await?;
            let user = people.change(user, |user, now| user.invitation_revoked(Actor::Operator, now)).await?;
            print::answer(&PersonAnswer::of(&user, people.target.now()), of.table.json)
        }
    }
}

/// What people are invited to.
struct Offer {
    entity: Entity,
    card_access: CardAccess,
    invited_by: Option<AdminName>,
    link_lifetime: SignedDuration,
}

async fn invite(people: &People, person: &PersonArg, offer: &Offer) -> Result<User, CliError> {
    let user = people.person(person).await?;
    let id = entropy::new_id();
    let invited = people.change(user, |user, now| {
        let new = NewInvitation {
            id,
            entity: offer.entity.id,
            entity_name: offer.entity.name.clone(),
            card_access: offer.card_access,
            invited_by: offer.invited_by.clone(),
            link_lifetime: offer.link_lifetime,
        };
        user.invited(new, Actor::Operator, now)
    });
    invited.await
}

async fn list(people: &People, wanted: Option<InvitationState>) -> Result<Vec<ListedInvitation>, CliError> {
    let now = people.target.now();
    let keep = |found: &mut Vec<ListedInvitation>, user: &User| {
        let invitation = user.invitation.as_ref();
        let invitation =
            invitation.filter(|invitation| wanted.is_none_or(|wanted| invitation.state(now) == wanted));
        found.extend(invitation.map(|invitation| ListedInvitation::of(user, invitation, now)));
    };
    let found = people.target.store().look_at_everybody(&people.tenant, keep).await;
    Ok(found.map_err(|error| people.failed(error))?.into_iter().flatten().collect())
}

/// An invitation, as it is printed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InvitationAnswer {
    id: String,
    state: &'static str,
    entity: String,
    entity_id: String,
    card_access: &'static str,
    invited_at: Timestamp,
    expires_at: Timestamp,
}

impl InvitationAnswer {
    /// The invitation as it is at `now`.
    pub(crate) fn of(invitation: &Invitation, now: Timestamp) -> Self {
        Self {
            id: invitation.id.to_string(),
            state: invitation.state(now).as_str(),
            entity: invitation.entity_name.to_string(),
            entity_id: invitation.entity.to_string(),
            card_access: invitation.card_access.as_str(),
            invited_at: invitation.invited_at,
            expires_at: invitation.link.expires_at,
        }
    }

    /// What has become of it, in words.
    pub(crate) fn line(&self) -> String {
        let Self { state, entity, card_access, expires_at, .. } = self;
        let until = if *state == "sent" { format!(", until {expires_at}") } else { String::new() };
        format!("{state}: {entity} ({card_access}){until}")
    }
}

/// What became of one person.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    person: String,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<InvitationAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Refusal>,
}

#[derive(Serialize)]
struct Refusal {
    kind: &'static str,
    message: String,
}

impl Outcome {
    /// What is wrong with one person holds up nobody; what is wrong with the table ends the command.
    fn of(person: &PersonArg, invited: Result<User, CliError>) -> Result<Self, CliError> {
        let person = person.to_string();
        match invited {
            Ok(user) => {
                let invitation = user.invitation.as_ref();
                let invitation =
                    invitation.map(|invitation| InvitationAnswer::of(invitation, invitation.invited_at));
                Ok(Self { person, outcome: "invited", invitation, error: None })
            }
            Err(error @ (CliError::NoPerson { .. } | CliError::Invitation(_))) => {
                let refusal = Refusal { kind: error.kind(), message: error.to_string() };
                Ok(Self { person, outcome: "refused", invitation: None, error: Some(refusal) })
            }
            Err(error) => Err(error),
        }
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Outcomes(Vec<Outcome>);

impl Answer for Outcomes {
    fn text(&self) -> String {
        let lines = self.0.iter().map(|outcome| match (&outcome.invitation, &outcome.error) {
            (Some(invitation), _) => format!("invited  {}  {}", outcome.person, invitation.line()),
            (None, refusal) => {
                let why = refusal.as_ref().map_or("", |refusal| refusal.message.as_str());
                format!("refused  {}  {why}", outcome.person)
            }
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListedInvitation {
    user_id: String,
    user_name: String,
    #[serde(flatten)]
    invitation: InvitationAnswer,
}

impl ListedInvitation {
    fn of(user: &User, invitation: &Invitation, now: Timestamp) -> Self {
        Self {
            user_id: user.id.to_string(),
            user_name: user.user_name.as_str().to_owned(),
            invitation: InvitationAnswer::of(invitation, now),
        }
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Listed(Vec<ListedInvitation>);

impl Answer for Listed {
    fn text(&self) -> String {
        let heading = ["PERSON", "USER NAME", "STATE", "ENTITY", "CARD ACCESS", "UNTIL"].map(str::to_owned);
        let rows = self.0.iter().map(|listed| {
            let InvitationAnswer { state, entity, card_access, expires_at, .. } = &listed.invitation;
            [
                listed.user_id.clone(),
                listed.user_name.clone(),
                (*state).to_owned(),
                entity.clone(),
                (*card_access).to_owned(),
                if *state == InvitationState::Sent.as_str() {
                    expires_at.to_string()
                } else {
                    "-".to_owned()
                },
            ]
        });
        columns(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
    }
}
