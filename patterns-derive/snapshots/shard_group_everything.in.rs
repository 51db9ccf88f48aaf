#[derive(ShardGroup)]
#[shard_group(name = "halls-v1", key = Name, by = range, split = ["g", "n"], crate = ::renamed)]
pub struct Halls;
