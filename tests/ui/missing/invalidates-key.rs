use data_patterns::prelude::*;

#[invalidates(profile)]
fn rename(_: u64) {}

fn main() {}
