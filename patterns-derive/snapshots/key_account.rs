#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::Key for AccountNumber {
    fn encode(&self, to: &mut ::data_patterns::__private::KeyEncoder) {
        <u32 as ::data_patterns::__private::Key>::encode(&self.bank, to);
        <String as ::data_patterns::__private::Key>::encode(&self.number, to);
    }
    fn decode(
        from: &mut ::data_patterns::__private::KeyDecoder<'_>,
    ) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {
            bank: <u32 as ::data_patterns::__private::Key>::decode(from)?,
            number: <String as ::data_patterns::__private::Key>::decode(from)?,
        })
    }
}
