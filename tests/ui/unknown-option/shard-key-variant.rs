use data_patterns::prelude::*;

#[derive(ShardKey)]
enum Owner {
    #[shard_key(nmae = "human")]
    Person(u64),
}

fn main() {}
