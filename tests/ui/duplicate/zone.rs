use data_patterns::prelude::*;

#[derive(Zones)]
enum Region {
    #[zone(name = "eu")]
    Europe,
    Eu,
}

fn main() {}
