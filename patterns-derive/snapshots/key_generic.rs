#[automatically_derived]
#[allow(deprecated)]
impl<T, const N: usize> ::data_patterns::__private::Key for Scoped<T, N>
where
    T: Scope,
    Self: ::core::clone::Clone + ::core::fmt::Debug + ::core::cmp::Eq
        + ::core::marker::Send + ::core::marker::Sync + 'static,
    [u8; N]: ::data_patterns::__private::Key,
    T: ::data_patterns::__private::Key,
{
    fn encode(&self, to: &mut ::data_patterns::__private::KeyEncoder) {
        <[u8; N] as ::data_patterns::__private::Key>::encode(&self.0, to);
        <T as ::data_patterns::__private::Key>::encode(&self.1, to);
    }
    fn decode(
        from: &mut ::data_patterns::__private::KeyDecoder<'_>,
    ) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {
            0: <[u8; N] as ::data_patterns::__private::Key>::decode(from)?,
            1: <T as ::data_patterns::__private::Key>::decode(from)?,
        })
    }
}
