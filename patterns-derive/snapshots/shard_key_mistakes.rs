::core::compile_error! {
    "`#[shard_key(..)]` has no option `splits`; did you mean `split`?"
}
::core::compile_error! {
    "\"upper\" is no way to normalize a text; write \"lowercase\", or leave `normalize` out"
}
::core::compile_error! {
    "`f64` cannot decide a shard: equal floats can have different bytes; use an integer, such as an amount in cents"
}
::core::compile_error! {
    "`Option` cannot decide a shard: all values without one would share one place; use an enum with a variant for them, so that its name says that this is meant"
}
#[automatically_derived]
#[allow(unused)]
impl<T> ::data_patterns::__private::ShardKey for Position<T> {
    fn hash(&self, _: &mut ::data_patterns::__private::PlaceHasher) {}
}
