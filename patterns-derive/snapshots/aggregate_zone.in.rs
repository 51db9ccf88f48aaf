#[derive(Aggregate)]
#[shard(by = zone, zones = ["eu-west", "us"])]
pub struct Customer {
    #[id]
    #[shard_key]
    region: Region,
    #[id]
    #[shard_key]
    number: u64,
}
