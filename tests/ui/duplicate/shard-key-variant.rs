use data_patterns::prelude::*;

#[derive(ShardKey)]
enum Owner {
    Person(u64),
    #[shard_key(name = "person")]
    Company(u64),
}

fn main() {}
