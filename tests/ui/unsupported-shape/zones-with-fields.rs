use data_patterns::prelude::*;

#[derive(Zones)]
enum Region {
    Eu,
    Us(u8),
}

fn main() {}
