#[derive(Entity)]
#[entity(crate = ::renamed)]
#[shard(by = range, split = [-5, 0x10])]
pub struct Page<K>
where
    K: Key,
{
    #[id]
    #[shard_key]
    number: K,
}
