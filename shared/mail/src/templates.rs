//! What the mails say, each as `.txt` and as `.html`: `shared/mail/templates/mail/`. The words are `shared/texts`'.

use askama::Template;
use jiff::Timestamp;

use super::{Mail, Subject};
use rollcall_rules::address::EmailAddress;
use rollcall_rules::brand::Brand;
use rollcall_rules::invitation::Invitation;
use rollcall_rules::notices::{Cause, Credential, Notice};
use rollcall_rules::text;
use rollcall_rules::token::MAX_LABEL_CHARS;
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
    /// Name of the tenant that has the account.
    pub tenant_name: &'a str,
    /// Does the tenant's directory manage the account?
    pub is_linked: bool,
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
    /// Name of the tenant that has the account.
    pub tenant_name: &'a str,
    /// Does the tenant's directory manage the account?
    pub is_linked: bool,
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
        let frame = &Frame::of(self.tenant_name, self.brand, self.language).of_account(self.is_linked);
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
        let frame = &Frame::of(self.tenant_name, self.brand, self.language).of_account(self.is_linked);
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

/// A mail to the address of a tenant's administrator.
#[derive(Clone, Copy)]
pub struct AdministratorMail<'a> {
    /// The language that its reader reads.
    pub language: Language,
    /// The product in whose name the mail is sent.
    pub brand: &'a Brand,
    /// Name of the tenant.
    pub tenant_name: &'a str,
    /// The address that the mail goes to.
    pub to: &'a EmailAddress,
    /// The URL that confirms the address, or that removes it: a secret.
    pub link: &'a str,
}

/// What an administrator is told.
#[derive(Clone, Copy)]
pub enum MailedNotice<'a> {
    /// These credentials are about to end, the first to end first. One at least.
    Expiring(&'a [Credential]),
    /// Any other notice.
    Other(&'a Notice),
}

impl AdministratorMail<'_> {
    /// Asks to confirm the address. The mail as text and HTML, with one link in each, which the HTML also spells out.
    #[must_use]
    pub fn confirmation(&self, valid_until: Timestamp) -> Mail {
        let frame = &Frame::of(self.tenant_name, self.brand, self.language);
        let (link, valid_until) = (self.link, &*frame.texts.moment(valid_until));
        self.mail(
            frame.subject("mail-administrator-subject"),
            rendered(&AdministratorText { frame, link, valid_until }),
            rendered(&AdministratorHtml { frame, link, valid_until }),
        )
    }

    /// Tells something of the directory. The link removes the address.
    #[must_use]
    pub fn notice(&self, notice: MailedNotice<'_>) -> Mail {
        let frame = &Frame::of(self.tenant_name, self.brand, self.language);
        let told = match notice {
            MailedNotice::Expiring(credentials) => Told::expiring(frame, credentials),
            MailedNotice::Other(Notice::Expiring { credential, .. }) => {
                Told::expiring(frame, std::slice::from_ref(credential))
            }
            MailedNotice::Other(Notice::Silent { heard_at, .. }) => Told::silent(frame, *heard_at),
            MailedNotice::Other(Notice::Refused { cause, at }) => Told::refused(frame, cause, *at),
        };
        let Told { subject, title, what, items, then, todo } = &told;
        let link = self.link;
        self.mail(
            subject.clone(),
            rendered(&ToldText { frame, what, items, then, todo, link }),
            rendered(&ToldHtml { frame, title, what, items, then, todo, link }),
        )
    }

    fn mail(&self, subject: Subject, text: String, html: String) -> Mail {
        let (to, reply_to) = (self.to.clone(), self.brand.support_address.clone());
        Mail { to, reply_to, language: self.language, subject, text, html }
    }
}

/// The words of a notice.
struct Told {
    subject: Subject,
    title: String,
    /// What happens or happened.
    what: String,
    /// Of what, if it is several things.
    items: Vec<String>,
    /// What comes of them.
    then: String,
    /// What is to be done.
    todo: String,
}

impl Told {
    fn expiring(frame: &Frame<'_>, credentials: &[Credential]) -> Self {
        let texts = frame.texts;
        let first = credentials.first().map(|credential| texts.day_of(credential.expires_at));
        let tenant = ("tenant", (&frame.tenant).into());
        Self {
            subject: frame.subject_with("mail-expiring-subject", "date", &first.unwrap_or_default()),
            title: texts.get("mail-expiring-title").into_owned(),
            what: texts.with("mail-expiring-what", &[tenant]),
            items: credentials.iter().map(|credential| frame.credential(credential)).collect(),
            then: texts.get("mail-expiring-then").into_owned(),
            todo: texts.get("mail-expiring-do").into_owned(),
        }
    }

    fn silent(frame: &Frame<'_>, heard_at: Timestamp) -> Self {
        let texts = frame.texts;
        let at = texts.moment(heard_at);
        let values = [("tenant", (&frame.tenant).into()), ("at", (&at).into())];
        Self {
            subject: frame.subject_with("mail-silent-subject", "date", &texts.day_of(heard_at)),
            title: texts.get("mail-silent-title").into_owned(),
            what: texts.with("mail-silent-what", &values),
            items: Vec::new(),
            then: String::new(),
            todo: texts.get("mail-silent-do").into_owned(),
        }
    }

    fn refused(frame: &Frame<'_>, cause: &Cause, at: Timestamp) -> Self {
        let texts = frame.texts;
        let at = texts.moment(at);
        let (tenant, at) = (("tenant", (&frame.tenant).into()), ("at", (&at).into()));
        let (what, todo) = match cause {
            Cause::Token { token, label } => {
                let name = named(label.as_deref(), token);
                let what = texts.with("mail-refused-token", &[tenant, at, ("name", name.into())]);
                (what, texts.get("mail-refused-token-do"))
            }
            Cause::Client { client_id, label, fault: _ } => {
                let name = named(label.as_deref(), client_id);
                let what = texts.with("mail-refused-client", &[tenant, at, ("name", name.into())]);
                (what, texts.get("mail-refused-client-do"))
            }
            Cause::Plan => {
                (texts.with("mail-refused-plan", &[tenant, at]), texts.get("mail-refused-plan-do"))
            }
        };
        Self {
            subject: frame.subject("mail-refused-subject"),
            title: texts.get("mail-refused-title").into_owned(),
            what,
            items: Vec::new(),
            then: String::new(),
            todo: todo.into_owned(),
        }
    }
}

/// How a token or client is called: by its label, as nothing that becomes a link, and by its id.
fn named(label: Option<&str>, id: &str) -> String {
    let shown = |label: &str| text::unlinked(&text::one_line(label, MAX_LABEL_CHARS));
    label.map_or_else(|| id.to_owned(), |label| format!("{} ({id})", shown(label)))
}

#[derive(Template)]
#[template(path = "mail/administrator.txt")]
struct AdministratorText<'a> {
    frame: &'a Frame<'a>,
    link: &'a str,
    valid_until: &'a str,
}

#[derive(Template)]
#[template(path = "mail/administrator.html")]
struct AdministratorHtml<'a> {
    frame: &'a Frame<'a>,
    link: &'a str,
    valid_until: &'a str,
}

#[derive(Template)]
#[template(path = "mail/told.txt")]
struct ToldText<'a> {
    frame: &'a Frame<'a>,
    what: &'a str,
    items: &'a [String],
    then: &'a str,
    todo: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "mail/told.html")]
struct ToldHtml<'a> {
    frame: &'a Frame<'a>,
    title: &'a str,
    what: &'a str,
    items: &'a [String],
    then: &'a str,
    todo: &'a str,
    link: &'a str,
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
    /// Is it about an account that the directory manages?
    is_linked: bool,
}

impl<'a> Frame<'a> {
    fn of(tenant_name: &str, brand: &'a Brand, language: Language) -> Self {
        let texts = Texts::of(language);
        let plain_tenant = texts.tenant(tenant_name);
        let tenant = text::unlinked(&plain_tenant);
        let product = brand.product_name.as_deref().map(text::unlinked);
        Self { texts, brand, plain_tenant, tenant, product, is_linked: false }
    }

    /// The same, of an account that the directory manages or does not.
    fn of_account(self, is_linked: bool) -> Self {
        Self { is_linked, ..self }
    }

    /// The head of the mail.
    fn from(&self) -> &str {
        self.product.as_deref().unwrap_or(&self.tenant)
    }

    /// Why somebody gets a mail about their account: the directory manages it, or the tenant alone has it, as it has that of
    /// whoever is invited.
    fn for_account(&self) -> String {
        if self.is_linked {
            self.why("mail-directory", "mail-directory-product")
        } else {
            self.why("mail-account", "mail-account-product")
        }
    }

    /// Why somebody gets a mail at an address that was given as an administrator's.
    fn for_administrator(&self) -> String {
        self.why("mail-administrator", "mail-administrator-product")
    }

    /// From where the portal is opened.
    fn where_the_portal_is(&self) -> String {
        match &self.product {
            Some(product) => self.texts.with("mail-told-where-product", &[("product", product.into())]),
            None => self.texts.get("mail-told-where").into_owned(),
        }
    }

    /// The label of a button that leads to the product.
    fn open_product(&self) -> String {
        match &self.product {
            Some(product) => self.texts.with("mail-told-button", &[("product", product.into())]),
            None => self.texts.get("mail-told-sign-in").into_owned(),
        }
    }

    fn credential(&self, credential: &Credential) -> String {
        let until = &self.texts.moment(credential.expires_at);
        let (id, label) = (&credential.id, credential.label.as_deref());
        match &credential.client {
            None => {
                let name = named(label, id);
                self.texts.with("mail-expiring-token", &[("name", name.into()), ("until", until.into())])
            }
            Some(client) => {
                let name = named(label, client);
                let values = [("id", id.into()), ("name", name.into()), ("until", until.into())];
                self.texts.with("mail-expiring-secret", &values)
            }
        }
    }

    fn subject_with(&self, id: &str, name: &str, value: &str) -> Subject {
        let values = [("tenant", (&self.plain_tenant).into()), (name, value.into())];
        Subject::new(&self.texts.with(id, &values))
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
