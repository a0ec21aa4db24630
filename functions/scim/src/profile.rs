//! What a tenant's setting for profiles means to the protocol.

use rollcall_protocol::schema::ProfileMutability;
use rollcall_rules::tenant::{ProfileSync, Tenant};

/// How the tenant's directory may change profiles.
pub(crate) const fn mutability(tenant: &Tenant) -> ProfileMutability {
    match tenant.profile_sync {
        ProfileSync::Off => ProfileMutability::Immutable,
        ProfileSync::Full => ProfileMutability::ReadWrite,
    }
}
