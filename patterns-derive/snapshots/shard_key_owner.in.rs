#[derive(ShardKey)]
pub enum Owner {
    Nobody,
    Person(u64),
    #[shard_key(name = "firm")]
    Company {
        #[shard_key(normalize = "lowercase")]
        country: String,
        number: u64,
    },
}
