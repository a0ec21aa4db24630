//! Behaviour suites: each module is one thing the system does, told from outside over HTTP. They hold for any system,
//! in this process or deployed.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "test code fails by panicking")]

mod acceptance;
mod access;
mod activity;
mod administrators;
mod assign;
mod billing;
mod connector_test;
mod consents;
mod contact;
mod directories;
mod discovery;
mod emails;
mod entities;
mod etags;
mod filters;
mod group_push;
mod group_refusals;
mod groups;
mod idempotency;
mod invitations;
mod languages;
mod leaving;
mod lifecycle;
mod listing;
mod oauth;
mod oauth_library;
mod order;
mod patch;
mod people;
mod people_access;
mod people_groups;
mod places;
mod portal;
mod portal_groups;
mod portal_people;
mod profile;
mod races;
mod refusals;
mod rename;
mod roles;
mod sign_ins;
mod tenants;
mod verification;
