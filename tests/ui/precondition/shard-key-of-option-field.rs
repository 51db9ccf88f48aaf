use data_patterns::prelude::*;

#[derive(ShardKey)]
enum Owner {
    Nobody,
    Person { number: Option<u64> },
}

fn main() {}
