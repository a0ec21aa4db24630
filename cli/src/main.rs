//! The `rollcall` command. Wiring only.

fn main() {}
