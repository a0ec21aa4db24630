//! The SCIM function.
