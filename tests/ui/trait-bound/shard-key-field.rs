use data_patterns::prelude::*;

struct Number(u64);

#[derive(ShardKey)]
enum Owner {
    Nobody,
    Person(Number),
}

fn main() {}
