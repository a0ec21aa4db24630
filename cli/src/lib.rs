//! The rollcall command.
