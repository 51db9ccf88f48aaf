//! Tests of whole expansions. Each macro has examples in `snapshots/`: what a user writes in `<name>.in.rs`, what the macro
//! makes of it in `<name>.rs`.

mod cost;
mod editing;
mod hygiene;
mod messages;
mod sample;
mod snapshots;
