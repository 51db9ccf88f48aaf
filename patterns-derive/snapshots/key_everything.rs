#[automatically_derived]
#[allow(deprecated)]
impl ::renamed::__private::Key for Number {
    fn encode(&self, to: &mut ::renamed::__private::KeyEncoder) {
        <u8 as ::renamed::__private::Key>::encode(&self.r#type, to);
        <(u16, char) as ::renamed::__private::Key>::encode(&self.series, to);
        <[u8; 16] as ::renamed::__private::Key>::encode(&self.id, to);
    }
    fn decode(
        from: &mut ::renamed::__private::KeyDecoder<'_>,
    ) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {
            r#type: <u8 as ::renamed::__private::Key>::decode(from)?,
            series: <(u16, char) as ::renamed::__private::Key>::decode(from)?,
            id: <[u8; 16] as ::renamed::__private::Key>::decode(from)?,
        })
    }
}
