//! What the mails say, each as `.txt` and as `.html`: `shared/mail/templates/mail/`. The words are `shared/texts`'.

use askama::Template;
use jiff::Timestamp;

use super::{Mail, Subject};
use rollcall_rules::address::EmailAddress;
use rollcall_rules::brand::Brand;
use rollcall_rules::invitation::Invitation;
use rollcall_rules::text;
use rollcall_texts::{Language, Texts, Value};

#[cfg(test)]
mod tests;

/// Asks a person to confirm a new address. Goes to that address; holds the one link that confirms it.
#[derive(Clone, Copy)]
pub struct VerifyLink<'a> {
    /// The language that the person reads.
    pub language: Language,
    /// The product in whose name the mail is sent.
    pub brand: &'a Brand,
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
    /// The language that the person reads.
    pub language: Language,
    /// The product in whose name the mail is sent.
    pub brand: &'a Brand,
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
    /// The language that the person reads.
    pub language: Language,
    /// The product in whose name the mail is sent.
    pub brand: &'a Brand,
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
    /// The mail as text and HTML, with one link in each, which the HTML also spells out.
    #[must_use]
    pub fn to_mail(&self) -> Mail {
        let frame = &Frame::of(self.tenant_name, self.brand, self.language);
        let (address, link) = (self.to.as_str(), self.link);
        let valid_until = &*frame.texts.moment(self.valid_until);
        Mail {
            to: self.to.clone(),
            reply_to: self.brand.support_address.clone(),
            language: self.language,
            subject: frame.subject("mail-verify-subject"),
            text: rendered(&VerifyText { frame, address, link, valid_until }),
            html: rendered(&VerifyHtml { frame, address, link, valid_until }),
        }
    }
}

impl AddressNotice<'_> {
    /// The mail as text and HTML, without any link.
    #[must_use]
    pub fn to_mail(&self) -> Mail {
        let frame = &Frame::of(self.tenant_name, self.brand, self.language);
        let (address, new_address) = (self.to.as_str(), self.new_address.as_str());
        Mail {
            to: self.to.clone(),
            reply_to: self.brand.support_address.clone(),
            language: self.language,
            subject: frame.subject("mail-notice-subject"),
            text: rendered(&NoticeText { frame, address, new_address }),
            html: rendered(&NoticeHtml { frame, address, new_address }),
        }
    }
}

impl InvitationLink<'_> {
    fn subject(&self, frame: &Frame<'_>) -> Subject {
        let Some(product) = &self.brand.product_name else { return frame.subject("mail-invitation-subject") };
        let by = self.invitation.invited_by.as_ref();
        let inviter = by.map_or(&*frame.plain_tenant, |name| name.as_str());
        let values = [("inviter", inviter.into()), ("product", product.into())];
        Subject::new(&frame.texts.with("mail-invitation-subject-product", &values))
    }

    /// The mail as text and HTML, with one link in each, which the HTML also spells out.
    #[must_use]
    pub fn to_mail(&self) -> Mail {
        let frame = &Frame::of(self.tenant_name, self.brand, self.language);
        let (entity, link) = (&*text::unlinked(self.invitation.entity_name.as_str()), self.link);
        let access = &*frame.texts.access(self.invitation.card_access);
        let valid_until = &*frame.texts.moment(self.invitation.link.expires_at);
        let by = self.invitation.invited_by.as_ref();
        let inviter = &*by.map_or_else(|| frame.tenant.clone(), |name| text::unlinked(name.as_str()));
        Mail {
            to: self.to.clone(),
            reply_to: self.brand.support_address.clone(),
            language: self.language,
            subject: self.subject(frame),
            text: rendered(&InvitationText { frame, inviter, entity, access, link, valid_until }),
            html: rendered(&InvitationHtml { frame, inviter, entity, access, link, valid_until }),
        }
    }
}

#[derive(Template)]
#[template(path = "mail/invitation.txt")]
struct InvitationText<'a> {
    frame: &'a Frame<'a>,
    inviter: &'a str,
    entity: &'a str,
    access: &'a str,
    link: &'a str,
    valid_until: &'a str,
}

#[derive(Template)]
#[template(path = "mail/invitation.html")]
struct InvitationHtml<'a> {
    frame: &'a Frame<'a>,
    inviter: &'a str,
    entity: &'a str,
    access: &'a str,
    link: &'a str,
    valid_until: &'a str,
}

#[derive(Template)]
#[template(path = "mail/verify.txt")]
struct VerifyText<'a> {
    frame: &'a Frame<'a>,
    address: &'a str,
    link: &'a str,
    valid_until: &'a str,
}

#[derive(Template)]
#[template(path = "mail/verify.html")]
struct VerifyHtml<'a> {
    frame: &'a Frame<'a>,
    address: &'a str,
    link: &'a str,
    valid_until: &'a str,
}

#[derive(Template)]
#[template(path = "mail/notice.txt")]
struct NoticeText<'a> {
    frame: &'a Frame<'a>,
    address: &'a str,
    new_address: &'a str,
}

#[derive(Template)]
#[template(path = "mail/notice.html")]
struct NoticeHtml<'a> {
    frame: &'a Frame<'a>,
    address: &'a str,
    new_address: &'a str,
}

/// What all mails say: in whose name, and by whom they are sent.
struct Frame<'a> {
    texts: Texts,
    brand: &'a Brand,
    /// The tenant's name for the subject, where nothing becomes a link.
    plain_tenant: String,
    /// The same for the bodies, where mail programs would make a link of an address or a domain.
    tenant: String,
    /// The product's, likewise.
    product: Option<String>,
}

impl<'a> Frame<'a> {
    fn of(tenant_name: &str, brand: &'a Brand, language: Language) -> Self {
        let texts = Texts::of(language);
        let plain_tenant = texts.tenant(tenant_name);
        let tenant = text::unlinked(&plain_tenant);
        let product = brand.product_name.as_deref().map(text::unlinked);
        Self { texts, brand, plain_tenant, tenant, product }
    }

    /// The head of the mail.
    fn from(&self) -> &str {
        self.product.as_deref().unwrap_or(&self.tenant)
    }

    /// Why somebody gets a mail about an account that a directory manages.
    fn for_directory(&self) -> String {
        self.why("mail-directory", "mail-directory-product")
    }

    /// Why somebody gets a mail about an account that they have yet to use.
    fn for_account(&self) -> String {
        self.why("mail-account", "mail-account-product")
    }

    fn why(&self, id: &str, id_with_product: &str) -> String {
        let tenant = ("tenant", (&self.tenant).into());
        match &self.product {
            Some(product) => self.texts.with(id_with_product, &[tenant, ("product", product.into())]),
            None => self.texts.with(id, &[tenant]),
        }
    }

    fn subject(&self, id: &str) -> Subject {
        Subject::new(&self.texts.with(id, &[("tenant", (&self.plain_tenant).into())]))
    }
}

#[expect(
    clippy::expect_used,
    reason = "a template of texts, written to a string, has nothing that could fail"
)]
fn rendered(template: &impl Template) -> String {
    template.render().expect("texts are written to a string")
}
