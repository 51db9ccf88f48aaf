use data_patterns::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, Key)]
struct Number;

fn main() {}
