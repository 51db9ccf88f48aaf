#[derive(ShardKey)]
#[shard_key(split, crate = ::renamed)]
pub struct Name<T>
where
    T: Clone,
{
    #[shard_key(normalize = "lowercase")]
    text: T,
}
