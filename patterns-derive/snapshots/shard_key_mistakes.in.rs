#[derive(ShardKey)]
#[shard_key(splits)]
pub struct Position<T> {
    latitude: f64,
    #[shard_key(normalize = "upper")]
    name: Option<T>,
}
