#[derive(Entity)]
#[cached(ttl = 60)]
struct Page<K: Clone, T, const N: usize>
where
    T: Default,
{
    #[id]
    scope: K,
    #[id]
    number: [u8; N],
    content: T,
}
