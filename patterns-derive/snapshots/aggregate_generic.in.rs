#[derive(Aggregate)]
#[aggregate(snapshot(every = 10))]
#[cached(ttl = 60, capacity = "1MB")]
pub(crate) struct Basket<K, T: Item = Book, const N: usize = 8>
where
    K: Sortable,
{
    #[id]
    owner: K,
    #[id]
    pub number: u32,
    items: Vec<T>,
    newest: [T; N],
    open: bool,
}
