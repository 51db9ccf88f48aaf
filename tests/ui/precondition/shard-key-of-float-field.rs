use data_patterns::prelude::*;

#[derive(ShardKey)]
struct Position {
    latitude: f32,
    name: String,
}

fn main() {}
