//! Histories made by hand, where every line is about something; by chance, where the rules themselves answer; and by a
//! client.

mod by_chance;
mod by_hand;
mod recorded;
