use data_patterns::prelude::*;

#[derive(Zones)]
enum Region {
    #[zone(nam = "eu")]
    Europe,
}

fn main() {}
