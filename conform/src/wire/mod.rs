//! Requests, their pace, answers, and what of an answer may be shown.

mod answer;
mod call;
mod client;
mod excerpt;
mod pace;

pub(crate) use answer::{Answer, List, at};
pub(crate) use call::{Auth, Call, encode};
pub(crate) use client::Client;
