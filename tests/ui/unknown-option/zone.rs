use data_patterns::prelude::*;

#[derive(Zones)]
#[zone(crat = ::data_patterns)]
enum Region {
    Eu,
}

fn main() {}
