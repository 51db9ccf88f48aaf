/// What can happen to [`Basket`].
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::data_patterns::__private::serde::Serialize,
    ::data_patterns::__private::serde::Deserialize,
    ::data_patterns::__private::Event
)]
#[serde(crate = "::data_patterns::__private::serde")]
#[allow(deprecated, missing_docs, unreachable_pub)]
pub enum BasketEvent<K, T: Item + PartialEq<K>, const N: usize>
where
    K: Sortable,
    T: Weigh,
{
    #[event(name = "added")]
    Added { item: T },
    #[event(name = "merged")]
    Merged { other: Box<Basket<K, T, N>> },
    #[event(name = "emptied")]
    Emptied,
}
#[allow(
    dead_code,
    deprecated,
    missing_docs,
    unreachable_pub,
    clippy::too_many_arguments,
    clippy::used_underscore_binding
)]
impl<K, T: Item + PartialEq<K>, const N: usize> BasketEvent<K, T, N>
where
    K: Sortable,
    T: Weigh,
{
    #[must_use]
    pub fn added(item: T) -> Self {
        Self::Added { item }
    }
    #[must_use]
    pub fn merged(other: Box<Basket<K, T, N>>) -> Self {
        Self::Merged { other }
    }
    #[must_use]
    pub fn emptied() -> Self {
        Self::Emptied
    }
}
#[automatically_derived]
#[allow(deprecated, clippy::used_underscore_binding)]
impl<K, T: Item + PartialEq<K>, const N: usize> ::data_patterns::__private::Apply
for Basket<K, T, N>
where
    K: Sortable,
    T: Weigh,
    Basket<K, T, N>: ::data_patterns::__private::Aggregate,
    BasketEvent<K, T, N>: ::data_patterns::__private::Event,
{
    type Event = BasketEvent<K, T, N>;
    const FOLD: ::data_patterns::__private::Fingerprint = ::data_patterns::__private::Fingerprint::new(
        0x4caa_217a_50fc_4739,
    );
    fn apply(&mut self, event: Self::Event) {
        match event {
            BasketEvent::Added { item } => Self::added(self, item),
            BasketEvent::Merged { other } => Self::merged(self, other),
            BasketEvent::Emptied => Self::emptied(self),
        }
    }
}
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
