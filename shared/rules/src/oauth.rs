//! OAuth clients of a tenant's directory: client credentials by a secret (RFC 6749 §4.4) or by an assertion (RFC 7523), and
//! authorization codes (RFC 6749 §4.1).
//!
//! A directory proves itself once an hour by its client's secret or an assertion, and with each request by the access token
//! that it got for it. A secret is kept as its SHA-256 alone. An access token is kept nowhere: it says of which tenant, client and
//! secret it is and when it ends, and is signed by a key that the tenant's record holds beside the secret's hash. So it is
//! checked by the record that each request reads anyway, and ends with the secret, the client or the tenant. Assertions and
//! authorizations have such keys, too.
//!
//! The signature is HMAC-SHA-256 over a text of our own, and no JWT: only Rollcall reads an access token, so there is no
//! algorithm to be chosen by whoever presents one, and nothing to parse before the signature is checked. Whoever can read
//! the table can sign access tokens, as the key has to be there; a secret does not follow from it.
//!
//! | what | module |
//! |---|---|
//! | clients and their secrets: made, rotated, revoked | [`client`] |
//! | how they prove themselves, and where their URIs may lead | [`method`] |
//! | assertions: accepted or not | [`assertion`] |
//! | what a request for a code must say | [`authorize`] |
//! | codes and refresh tokens: given, exchanged, used twice | [`code`] |
//! | access tokens: granted, and checked | [`access`] |

pub mod access;
pub mod assertion;
pub mod authorize;
pub mod client;
pub mod code;
pub mod method;

pub use access::{Granted, InvalidClient, LIFETIME, Refused};
pub use client::{
    ClientId, ClientSecret, EarlierSecret, Issued, MAX_CLIENTS, MAX_SECRETS, MadeClient, MadePart, NewClient,
    NewMethod, NotRotated, OAuthClient, SecretLifetime,
};
pub use method::{Method, MethodError, NewAssertions, Reach, RedirectUris};
