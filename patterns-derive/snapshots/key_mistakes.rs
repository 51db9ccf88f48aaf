::core::compile_error! {
    "the path must be absolute: write `crate = ::renamed`, or start it with `crate::`"
}
::core::compile_error! {
    "`#[key(..)]` belongs above the struct, not on a field"
}
::core::compile_error! {
    "`f64` cannot be part of a key: equal floats can have different bytes; use an integer, such as an amount in cents"
}
::core::compile_error! {
    "`usize` cannot be part of a key: its width differs between machines; use `u64` or `i64`"
}
::core::compile_error! {
    "`HashMap` cannot be part of a key: a collection has no single sequence of bytes; use the fields that tell one from another"
}
#[automatically_derived]
#[allow(unused)]
impl ::data_patterns::__private::Key for Place {
    fn encode(&self, _: &mut ::data_patterns::__private::KeyEncoder) {}
    fn decode(
        _: &mut ::data_patterns::__private::KeyDecoder<'_>,
    ) -> ::core::option::Option<Self> {
        ::core::option::Option::None
    }
}
