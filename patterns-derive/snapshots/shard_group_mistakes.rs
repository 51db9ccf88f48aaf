::core::compile_error! {
    "a group is only a name: write `struct Halls;`"
}
::core::compile_error! {
    "`usize` cannot decide a shard: its width differs between machines; use `u64` or `i64`"
}
::core::compile_error! {
    "ranges need the points between them: `split = [\"G\", \"N\", \"T\"]`"
}
::core::compile_error! {
    "a stored name cannot be empty; leave the option out to use the name in the code"
}
#[automatically_derived]
#[allow(unused)]
impl ::data_patterns::__private::ShardGroup for Halls {
    type Key = ::data_patterns::__private::String;
    const NAME: &'static ::core::primitive::str = "";
    const STRATEGY: ::data_patterns::__private::ShardStrategy = ::data_patterns::__private::ShardStrategy::Hash;
    fn place(_: &Self::Key) -> ::data_patterns::__private::Place {
        loop {}
    }
}
