#[automatically_derived]
#[allow(deprecated)]
impl<K: Clone, T, const N: usize> ::data_patterns::__private::Entity for Page<K, T, N>
where
    T: Default,
    Self: ::data_patterns::__private::Record + ::core::marker::Send
        + ::core::marker::Sync + 'static,
    Self: ::core::clone::Clone,
    PageKey<K, N>: ::data_patterns::__private::Key,
{
    type Id = PageKey<K, N>;
    const NAME: &'static ::core::primitive::str = "page";
    const CACHE: ::core::option::Option<::data_patterns::__private::Caching<Self>> = ::core::option::Option::Some(
        ::data_patterns::__private::Caching::<
            Self,
        >::new(
            ::data_patterns::__private::CachePolicy::new(
                ::core::time::Duration::from_secs(60u64),
            ),
        ),
    );
    fn id(&self) -> PageKey<K, N> {
        PageKey {
            scope: ::core::clone::Clone::clone(&self.scope),
            number: ::core::clone::Clone::clone(&self.number),
        }
    }
}
/// What identifies one [`Page`].
#[derive(
    ::core::clone::Clone,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
)]
#[allow(deprecated, missing_docs, unreachable_pub)]
struct PageKey<K: Clone, const N: usize> {
    scope: K,
    number: [u8; N],
}
#[automatically_derived]
impl<K: Clone, const N: usize> ::data_patterns::__private::Key for PageKey<K, N>
where
    Self: ::core::clone::Clone + ::core::fmt::Debug + ::core::cmp::Eq,
    K: ::data_patterns::__private::Key,
    [u8; N]: ::data_patterns::__private::Key,
{
    fn encode(&self, to: &mut ::data_patterns::__private::KeyEncoder) {
        <K as ::data_patterns::__private::Key>::encode(&self.scope, to);
        <[u8; N] as ::data_patterns::__private::Key>::encode(&self.number, to);
    }
    fn decode(
        from: &mut ::data_patterns::__private::KeyDecoder<'_>,
    ) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {
            scope: <K as ::data_patterns::__private::Key>::decode(from)?,
            number: <[u8; N] as ::data_patterns::__private::Key>::decode(from)?,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<K: Clone, const N: usize> ::core::convert::From<(K, [u8; N])> for PageKey<K, N> {
    fn from((scope, number): (K, [u8; N])) -> Self {
        Self { scope, number }
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<K: Clone, const N: usize> ::data_patterns::__private::IntoId<PageKey<K, N>>
for (K, [u8; N]) {
    fn into_id(self) -> PageKey<K, N> {
        ::core::convert::From::from(self)
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<K: Clone, T, const N: usize> ::data_patterns::__private::ReadsCached
for Page<K, T, N>
where
    T: Default,
{}
#[automatically_derived]
#[allow(deprecated)]
impl<K: Clone, T, const N: usize> ::data_patterns::__private::OneShard for Page<K, T, N>
where
    T: Default,
{}
