use data_patterns::prelude::*;

#[derive(Clone, Copy, Key)]
union Number {
    short: u8,
}

fn main() {}
