//! A lock as text: one line for each thing that can change, sorted, so that the difference of two versions of the file is what has changed.

mod parse;
mod render;
mod words;

pub use parse::{FormatError, parse};

const HEADER: &str = "# What the events in stores look like. A test compares it with the code; `PATTERNS_ACCEPT=1 cargo test` writes it. Commit it.";
const FORMAT: &str = "patterns-lock 1";
const UNDECLARED: &str = "undeclared";
const NO_FIELDS: &str = "{}";
