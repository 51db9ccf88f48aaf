use data_patterns::prelude::*;

#[derive(ShardKey)]
struct Everything;

fn main() {}
