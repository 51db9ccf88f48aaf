use data_patterns::prelude::*;

#[derive(Zones)]
enum Region {
    #[zone(name = "")]
    Europe,
    America,
}

fn main() {}
