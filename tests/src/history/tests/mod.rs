//! Histories made by hand, where every line is about something, and by chance, where the rules themselves answer.

mod by_chance;
mod by_hand;
