#[derive(Entity)]
#[shard(by = custom(place::of))]
pub struct Order {
    #[id]
    #[shard_key]
    number: u64,
}
