use data_patterns::prelude::*;

#[invalidates]
fn rename(_: u64) {}

fn main() {}
