use data_patterns::prelude::*;

#[invalidates(5)]
fn rename(_: u64) {}

fn main() {}
