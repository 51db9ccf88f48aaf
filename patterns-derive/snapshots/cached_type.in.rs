#[cached(ttl = 60)]
#[aggregate(name = "page", crate = ::renamed)]
struct Page<T: Copy, const N: usize>
where
    T: Send,
{
    #[id]
    number: [u8; N],
    content: T,
}
