//! The rules: what an account is and what may become of it. Pure functions over values and `now`; no I/O, no clock,
//! no randomness, nothing of HTTP or DynamoDB.
//!
//! | rule | module |
//! |---|---|
//! | what an e-mail address is, in which domain, and when two are the same | [`address`], [`domain`] |
//! | plans, settings, who may use SCIM | [`tenant`] |
//! | what the operator sets of a tenant | [`settings`] |
//! | tokens and scopes | [`token`] |
//! | the operator's own tokens | [`operator`] |
//! | OAuth clients, how they prove themselves, and the access tokens that they get | [`oauth`] |
//! | where a request of ours may go when somebody else names its host | [`public_address`] |
//! | what a caller claims, and what a checked credential proves | [`admission`] |
//! | the account itself | [`user`] |
//! | the pending move of a verified address, and what a link to it is worth | [`email_change`] |
//! | mailed links, and how long they work | [`link`], [`link_life`] |
//! | the legal units of a tenant | [`entity`] |
//! | groups of people, and who is in which | [`group`] |
//! | what people get for their groups: roles and invitations | [`access`] |
//! | invitations to them, and what a link to one is worth | [`invitation`] |
//! | the place that a person then has, which can be changed and taken away | [`place`] |
//! | how often a mail can be asked for again | [`resend`] |
//! | how many mails an account may cause | [`mail_limit`] |
//! | where a person stands on the way to working with it, and what they are called | [`status`], [`name`] |
//! | which people are asked for, and how their names are searched and sorted | [`selection`], [`search`] |
//! | when an inactive account is deleted, and what stays | [`deletion`] |
//! | the deletion of a whole tenant, and its proof | [`departure`] |
//! | a tenant as files, and how far their import is | [`export`] |
//! | whom a restored table brings back though they were deleted since | [`restore`] |
//! | whom a `POST` means, and what it does | [`provision`] |
//! | what `PUT`, `PATCH` and `DELETE` do | [`update`] |
//! | what the operator may do with an account that no directory manages | [`unmanaged`] |
//! | people who are brought in from a file | [`import`] |
//! | what a change owes to the world outside | [`effects`] |
//! | what a change announces to the operator's product | [`events`] |
//! | the feed of all that was announced, and what is not written into it yet | [`feed`] |
//! | how an event that is sent to a URL is signed; the operator's webhooks, and what is delivered to them | [`webhook`] |
//! | mails that are owed, claimed, sent and settled | [`owed`] |
//! | who changed what | [`history`] |
//! | the same change of many people at once, and taking it back | [`wave`] |
//! | requests that are sent again under a key, and identifiers by which they do nothing twice | [`idempotency`], [`seed`] |
//! | sign-ins, and what a person costs from the first on | [`sign_in`] |
//! | who may sign in, and why somebody may not | [`sign_in_check`] |
//! | what became of somebody | [`trace`] |
//! | the renewal of periods | [`renewal`] |
//! | billing periods, and what a person costs of one | [`billing`] |
//! | who may open the portal, and for how long | [`portal`] |
//! | what a directory was refused | [`contact`] |
//! | checks of a tenant's connection | [`check`] |
//! | the product in whose name people are written to, and the colours that follow from its own | [`brand`], [`color`] |
//! | what a tenant's administrators are told without asking | [`notices`] |
//! | texts from outside made fit for mails and pages | [`text`] |

pub mod access;
pub mod address;
pub mod admission;
pub mod agreement;
pub mod billing;
pub mod brand;
pub mod check;
pub mod color;
pub mod contact;
pub mod currency;
pub mod deletion;
pub mod departure;
pub mod domain;
pub mod effects;
pub mod email_change;
pub mod entity;
pub mod events;
pub mod export;
pub mod feed;
pub mod group;
pub mod history;
pub mod idempotency;
pub mod import;
pub mod invitation;
pub mod link;
pub mod link_life;
pub mod mail_limit;
pub mod money;
pub mod name;
pub mod notices;
pub mod oauth;
pub mod operator;
pub mod owed;
pub mod place;
pub mod portal;
pub mod provision;
pub mod public_address;
pub mod renewal;
pub mod resend;
pub mod restore;
pub mod search;
pub mod seed;
pub mod selection;
pub mod settings;
pub mod sign_in;
pub mod sign_in_check;
pub mod status;
pub mod tenant;
pub mod text;
pub mod token;
pub mod trace;
pub mod unmanaged;
pub mod update;
pub mod user;
pub mod wave;
pub mod webhook;
