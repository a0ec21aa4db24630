//! What the mails say. The texts are in `shared/mail/templates/mail/`, each as `.txt` and as `.html`, compiled in.

use askama::Template;
use jiff::Timestamp;

use super::{Mail, Subject};
use rollcall_rules::address::EmailAddress;
use rollcall_rules::invitation::Invitation;
use rollcall_rules::text;

#[cfg(test)]
mod tests;

/// Asks a person to confirm a new address. Goes to that address; holds the one link that confirms it.
#[derive(Clone, Copy)]
pub struct VerifyLink<'a> {
    /// Name of the tenant whose directory changed the address.
    pub tenant_name: &'a str,
    /// The new address, to which the mail goes.
    pub to: &'a EmailAddress,
    /// The URL that confirms it: a secret.
    pub link: &'a str,
    /// From when on the link no longer works.
    pub valid_until: Timestamp,
}

/// Tells a person that the address of their account is to change. Goes to the old, still verified address; holds no
/// link, so that the reader of that mailbox can warn but not act.
#[derive(Clone, Copy)]
pub struct AddressNotice<'a> {
    /// Name of the tenant whose directory changed the address.
    pub tenant_name: &'a str,
    /// The old, still verified address, to which the mail goes.
    pub to: &'a EmailAddress,
    /// The new address, which waits to be confirmed.
    pub new_address: &'a EmailAddress,
}

/// Invites a person to accept their place: an entity, and what card they get.
#[derive(Clone, Copy)]
pub struct InvitationLink<'a> {
    /// Name of the inviting tenant.
    pub tenant_name: &'a str,
    /// The verified address of the invited person.
    pub to: &'a EmailAddress,
    /// The invitation that the link accepts.
    pub invitation: &'a Invitation,
    /// The URL that accepts it: a secret.
    pub link: &'a str,
}

impl VerifyLink<'_> {
    /// The mail as text and HTML, with the link once in each.
    #[must_use]
    pub fn to_mail(&self) -> Mail {
        let name = Name::of(self.tenant_name);
        let (tenant, address, link) = (&*name.unlinked, self.to.as_str(), self.link);
        let valid_until = &*text::moment(self.valid_until);
        Mail {
            to: self.to.clone(),
            subject: Subject::new(&format!("Confirm your new email address for {}", name.plain)),
            text: rendered(&VerifyText { tenant, address, link, valid_until }),
            html: rendered(&VerifyHtml { tenant, address, link, valid_until }),
        }
    }
}

impl AddressNotice<'_> {
    /// The mail as text and HTML, without any link.
    #[must_use]
    pub fn to_mail(&self) -> Mail {
        let name = Name::of(self.tenant_name);
        let (tenant, address, new_address) = (&*name.unlinked, self.to.as_str(), self.new_address.as_str());
        Mail {
            to: self.to.clone(),
            subject: Subject::new(&format!("Your email address for {} is about to change", name.plain)),
            text: rendered(&NoticeText { tenant, address, new_address }),
            html: rendered(&NoticeHtml { tenant, address, new_address }),
        }
    }
}

impl InvitationLink<'_> {
    /// The mail as text and HTML, with the link once in each.
    #[must_use]
    pub fn to_mail(&self) -> Mail {
        let name = Name::of(self.tenant_name);
        let (tenant, entity, link) =
            (&*name.unlinked, &*text::unlinked(self.invitation.entity_name.as_str()), self.link);
        let access = self.invitation.card_access.phrase();
        let valid_until = &*text::moment(self.invitation.link.expires_at);
        Mail {
            to: self.to.clone(),
            subject: Subject::new(&format!("Your invitation from {}", name.plain)),
            text: rendered(&InvitationText { tenant, entity, access, link, valid_until }),
            html: rendered(&InvitationHtml { tenant, entity, access, link, valid_until }),
        }
    }
}

#[derive(Template)]
#[template(path = "mail/invitation.txt")]
struct InvitationText<'a> {
    tenant: &'a str,
    entity: &'a str,
    access: &'a str,
    link: &'a str,
    valid_until: &'a str,
}

#[derive(Template)]
#[template(path = "mail/invitation.html")]
struct InvitationHtml<'a> {
    tenant: &'a str,
    entity: &'a str,
    access: &'a str,
    link: &'a str,
    valid_until: &'a str,
}

#[derive(Template)]
#[template(path = "mail/verify.txt")]
struct VerifyText<'a> {
    tenant: &'a str,
    address: &'a str,
    link: &'a str,
    valid_until: &'a str,
}

#[derive(Template)]
#[template(path = "mail/verify.html")]
struct VerifyHtml<'a> {
    tenant: &'a str,
    address: &'a str,
    link: &'a str,
    valid_until: &'a str,
}

#[derive(Template)]
#[template(path = "mail/notice.txt")]
struct NoticeText<'a> {
    tenant: &'a str,
    address: &'a str,
    new_address: &'a str,
}

#[derive(Template)]
#[template(path = "mail/notice.html")]
struct NoticeHtml<'a> {
    tenant: &'a str,
    address: &'a str,
    new_address: &'a str,
}

/// A tenant's name as it may stand in a mail.
struct Name {
    /// For the subject, where nothing becomes a link.
    plain: String,
    /// For the bodies, where mail programs would make a link of an address or a domain.
    unlinked: String,
}

impl Name {
    fn of(tenant_name: &str) -> Self {
        let plain = text::name(tenant_name);
        Self { unlinked: text::unlinked(&plain), plain }
    }
}

#[expect(
    clippy::expect_used,
    reason = "a template of texts, written to a string, has nothing that could fail"
)]
fn rendered(template: &impl Template) -> String {
    template.render().expect("texts are written to a string")
}
