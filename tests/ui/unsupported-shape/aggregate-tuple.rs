use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account(#[id] String);

fn main() {}
