#[allow(
    dead_code,
    deprecated,
    missing_docs,
    unreachable_pub,
    clippy::too_many_arguments,
    clippy::used_underscore_binding
)]
impl<K, T: Item, const N: usize> BasketHandle<K, T, N>
where
    K: Sortable,
    Basket<K, T, N>: Open,
    Basket<K, T, N>: ::data_patterns::__private::Apply,
{
    ///
    /// # Errors
    /// The refusal of the command, or the failure to load or to record.
    pub async fn add(
        &self,
        item: T,
    ) -> ::data_patterns::__private::Outcome<Basket<K, T, N>, BasketEvent<T>>
    where
        BasketEvent<
            T,
        >: ::data_patterns::__private::Decision<
            <Basket<K, T, N> as ::data_patterns::__private::Apply>::Event,
        >,
        T: ::data_patterns::__private::Argument + ::core::marker::Send
            + ::core::marker::Sync,
    {
        ::data_patterns::__private::Handle::<
            Basket<K, T, N>,
        >::update(
                self,
                move |state: &Basket<K, T, N>| <Basket<
                    K,
                    T,
                    N,
                >>::add(state, <T as ::data_patterns::__private::Argument>::again(&item)),
            )
            .await
    }
    ///
    /// # Errors
    /// The refusal of the command, or the failure to load or to record.
    pub async fn merge<I>(
        &self,
        other: &Basket<K, T, N>,
        items: I,
    ) -> ::data_patterns::__private::Outcome<Basket<K, T, N>, Vec<BasketEvent<T>>>
    where
        I: IntoIterator<Item = T> + Clone,
        Vec<
            BasketEvent<T>,
        >: ::data_patterns::__private::Decision<
            <Basket<K, T, N> as ::data_patterns::__private::Apply>::Event,
        >,
        &Basket<
            K,
            T,
            N,
        >: ::data_patterns::__private::Argument + ::core::marker::Send
            + ::core::marker::Sync,
        I: ::data_patterns::__private::Argument + ::core::marker::Send
            + ::core::marker::Sync,
    {
        ::data_patterns::__private::Handle::<
            Basket<K, T, N>,
        >::update(
                self,
                move |state: &Basket<K, T, N>| <Basket<
                    K,
                    T,
                    N,
                >>::merge::<
                    I,
                >(
                    state,
                    <&Basket<
                        K,
                        T,
                        N,
                    > as ::data_patterns::__private::Argument>::again(&other),
                    <I as ::data_patterns::__private::Argument>::again(&items),
                ),
            )
            .await
    }
}
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
