use data_patterns::prelude::*;

#[cached(ttl = 60)]
const ANSWER: u8 = 42;

fn main() {}
