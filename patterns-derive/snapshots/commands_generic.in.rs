#[commands]
impl<K, T: Item, const N: usize> Basket<K, T, N>
where
    K: Sortable,
    Self: Open,
{
    pub fn add(&self, item: T) -> BasketEvent<T> {
        BasketEvent::added(item)
    }
    pub fn merge<I>(&self, other: &Self, items: I) -> Vec<BasketEvent<T>>
    where
        I: IntoIterator<Item = T> + Clone,
    {
        items.into_iter().map(BasketEvent::added).collect()
    }
}
