#[events]
impl<K, T: Item + PartialEq<K>, const N: usize> Basket<K, T, N>
where
    K: Sortable,
    T: Weigh,
{
    fn added(&mut self, item: T) {
        self.items.push(item);
    }
    fn merged(&mut self, other: Box<Self>) {
        self.items.extend(other.items);
    }
    fn emptied(&mut self) {
        self.items.clear();
    }
}
