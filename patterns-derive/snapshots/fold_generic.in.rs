#[fold(crate = ::renamed)]
impl<T> renamed::aggregate::Apply for Basket<T>
where
    T: Item,
{
    type Event = BasketEvent<T>;

    fn apply(&mut self, event: Self::Event) {
        self.items.extend(event.into_item());
    }
}
