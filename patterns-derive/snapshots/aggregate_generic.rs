#[automatically_derived]
#[allow(deprecated)]
impl<K, T: Item, const N: usize> ::data_patterns::__private::Aggregate
for Basket<K, T, N>
where
    K: Sortable,
    Self: ::core::marker::Send + ::core::marker::Sync + 'static,
    BasketKey<K>: ::data_patterns::__private::Key,
    Vec<T>: ::core::default::Default,
    [T; N]: ::core::default::Default,
    Self: ::data_patterns::__private::serde::Serialize
        + ::data_patterns::__private::serde::de::DeserializeOwned,
    Self: ::core::clone::Clone,
    Self: ::data_patterns::__private::serde::Serialize,
{
    type Id = BasketKey<K>;
    const NAME: &'static ::core::primitive::str = "basket";
    const SHAPE: ::data_patterns::__private::Fingerprint = ::data_patterns::__private::Fingerprint::new(
        0x6e0e_d2d8_ed70_da88,
    );
    const SNAPSHOTS: ::core::option::Option<
        ::data_patterns::__private::Snapshots<Self>,
    > = ::core::option::Option::Some(
        ::data_patterns::__private::Snapshots::when(
            ::data_patterns::__private::SnapshotPolicy::new().events(10u64),
        ),
    );
    const CACHE: ::core::option::Option<::data_patterns::__private::Caching<Self>> = ::core::option::Option::Some(
        ::data_patterns::__private::Caching::<
            Self,
        >::new(
                ::data_patterns::__private::CachePolicy::new(
                        ::core::time::Duration::from_secs(60u64),
                    )
                    .capacity(
                        ::data_patterns::__private::CacheCapacity::Bytes(1000000u64),
                    ),
            )
            .weigh_serialized(),
    );
    fn initial(id: &Self::Id) -> Self {
        Self {
            owner: ::core::clone::Clone::clone(&id.owner),
            number: ::core::clone::Clone::clone(&id.number),
            items: <Vec<T> as ::core::default::Default>::default(),
            newest: <[T; N] as ::core::default::Default>::default(),
            open: <bool as ::core::default::Default>::default(),
        }
    }
}
const _: () = {
    #[allow(dead_code, deprecated)]
    fn identity<K, T: Item, const N: usize>(state: &Basket<K, T, N>)
    where
        K: Sortable,
    {
        let _ = (&state.owner, &state.number);
    }
};
/// What identifies one [`Basket`].
#[derive(
    ::core::clone::Clone,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
)]
#[allow(deprecated, missing_docs, unreachable_pub)]
pub(crate) struct BasketKey<K>
where
    K: Sortable,
{
    owner: K,
    pub number: u32,
}
#[automatically_derived]
impl<K> ::data_patterns::__private::Key for BasketKey<K>
where
    K: Sortable,
    Self: ::core::clone::Clone + ::core::fmt::Debug + ::core::cmp::Eq,
    K: ::data_patterns::__private::Key,
{
    fn encode(&self, to: &mut ::data_patterns::__private::KeyEncoder) {
        <K as ::data_patterns::__private::Key>::encode(&self.owner, to);
        <u32 as ::data_patterns::__private::Key>::encode(&self.number, to);
    }
    fn decode(
        from: &mut ::data_patterns::__private::KeyDecoder<'_>,
    ) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {
            owner: <K as ::data_patterns::__private::Key>::decode(from)?,
            number: <u32 as ::data_patterns::__private::Key>::decode(from)?,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<K> ::core::convert::From<(K, u32)> for BasketKey<K>
where
    K: Sortable,
{
    fn from((owner, number): (K, u32)) -> Self {
        Self { owner, number }
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<K> ::data_patterns::__private::IntoId<BasketKey<K>> for (K, u32)
where
    K: Sortable,
{
    fn into_id(self) -> BasketKey<K> {
        ::core::convert::From::from(self)
    }
}
/// A handle to one [`Basket`]: reads its state and runs its commands.
#[allow(deprecated, missing_docs, unreachable_pub)]
pub(crate) struct BasketHandle<K, T: Item = Book, const N: usize = 8>(
    ::data_patterns::__private::Handle<Basket<K, T, N>>,
)
where
    K: Sortable,
    Basket<K, T, N>: ::data_patterns::__private::Aggregate;
#[automatically_derived]
#[allow(deprecated)]
impl<K, T: Item, const N: usize> ::core::clone::Clone for BasketHandle<K, T, N>
where
    K: Sortable,
    Basket<K, T, N>: ::data_patterns::__private::Aggregate,
{
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<K, T: Item, const N: usize> ::core::fmt::Debug for BasketHandle<K, T, N>
where
    K: Sortable,
    Basket<K, T, N>: ::data_patterns::__private::Aggregate,
{
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_tuple("BasketHandle").field(&self.0).finish()
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<
    K,
    T: Item,
    const N: usize,
> ::core::convert::From<::data_patterns::__private::Handle<Basket<K, T, N>>>
for BasketHandle<K, T, N>
where
    K: Sortable,
    Basket<K, T, N>: ::data_patterns::__private::Aggregate,
{
    fn from(handle: ::data_patterns::__private::Handle<Basket<K, T, N>>) -> Self {
        Self(handle)
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<K, T: Item, const N: usize> ::core::ops::Deref for BasketHandle<K, T, N>
where
    K: Sortable,
    Basket<K, T, N>: ::data_patterns::__private::Aggregate,
{
    type Target = ::data_patterns::__private::Handle<Basket<K, T, N>>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<K, T: Item, const N: usize> ::data_patterns::__private::HasHandle
for Basket<K, T, N>
where
    K: Sortable,
    Basket<K, T, N>: ::data_patterns::__private::Aggregate,
{
    type Handle = BasketHandle<K, T, N>;
}
#[automatically_derived]
#[allow(deprecated)]
impl<K, T: Item, const N: usize> ::data_patterns::__private::ReadsCached
for Basket<K, T, N>
where
    K: Sortable,
{}
#[automatically_derived]
#[allow(deprecated)]
impl<K, T: Item, const N: usize> ::data_patterns::__private::OneShard for Basket<K, T, N>
where
    K: Sortable,
{}
