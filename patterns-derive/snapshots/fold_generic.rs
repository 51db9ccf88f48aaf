impl<T> renamed::aggregate::Apply for Basket<T>
where
    T: Item,
{
    const FOLD: ::renamed::__private::Fingerprint = ::renamed::__private::Fingerprint::new(
        0x6423_0c87_78e8_5bd8,
    );
    type Event = BasketEvent<T>;
    fn apply(&mut self, event: Self::Event) {
        self.items.extend(event.into_item());
    }
}
