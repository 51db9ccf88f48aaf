use data_patterns::prelude::*;

#[derive(Event)]
union AccountEvent {
    opened: u8,
}

fn main() {}
