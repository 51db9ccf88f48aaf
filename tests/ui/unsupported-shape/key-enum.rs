use data_patterns::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, Key)]
enum Number {
    Short(u8),
}

fn main() {}
