#[derive(Aggregate)]
#[shard(by = composite)]
pub struct Order {
    #[id]
    #[shard_key(bytes = 2, normalize = "lowercase")]
    tenant: String,
    #[id]
    #[shard_key]
    number: u64,
}
