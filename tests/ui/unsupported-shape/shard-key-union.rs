use data_patterns::prelude::*;

#[derive(ShardKey)]
union Number {
    small: u32,
    large: u64,
}

fn main() {}
