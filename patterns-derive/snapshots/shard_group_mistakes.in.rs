#[derive(ShardGroup)]
#[shard_group(name = "", key = usize, by = range)]
pub struct Halls {
    name: String,
}
