#[automatically_derived]
#[allow(deprecated)]
impl ::renamed::__private::ShardGroup for Halls {
    type Key = Name;
    const NAME: &'static ::core::primitive::str = "halls-v1";
    const STRATEGY: ::renamed::__private::ShardStrategy = ::renamed::__private::ShardStrategy::Range(
        ::renamed::__private::SplitPoints::Text(&["g", "n"]),
    );
    fn place(key: &Name) -> ::renamed::__private::Place {
        ::renamed::__private::ShardPolicy::new(
                &[],
                <Self as ::renamed::__private::ShardGroup>::STRATEGY,
            )
            .place_in_region(
                <Name as ::renamed::__private::SplitKey>::region(
                    key,
                    &::renamed::__private::SplitPoints::Text(&["g", "n"]),
                ),
                {
                    let mut to = ::renamed::__private::PlaceHasher::new();
                    <Name as ::renamed::__private::ShardKey>::hash(key, &mut to);
                    to.finish()
                },
            )
    }
}
const _: () = {
    ::core::assert!(
        ::renamed::__private::is_split_by(true, < Name as ::renamed::__private::SplitKey
        > ::BY_TEXTS),
        "`Name` is a whole number, so the points are, too: `split = [1_000]`"
    );
};
