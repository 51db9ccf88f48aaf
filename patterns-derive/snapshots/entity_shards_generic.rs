#[automatically_derived]
#[allow(deprecated)]
impl<K> ::renamed::__private::Entity for Page<K>
where
    K: Key,
    Self: ::renamed::__private::Record + ::core::marker::Send + ::core::marker::Sync
        + 'static,
    K: ::renamed::__private::Key,
    K: ::renamed::__private::ShardKey,
    K: ::renamed::__private::SplitKey,
{
    type Id = K;
    const NAME: &'static ::core::primitive::str = "page";
    const SHARDING: ::core::option::Option<&'static ::renamed::__private::ShardPolicy> = ::core::option::Option::Some(
        &const {
            ::renamed::__private::ShardPolicy::new(
                &["number"],
                ::renamed::__private::ShardStrategy::Range(
                    ::renamed::__private::SplitPoints::Integers(&[-5, 16]),
                ),
            )
        },
    );
    fn route(id: &Self::Id) -> ::core::option::Option<::renamed::__private::Route> {
        const {
            ::core::assert!(
                ::renamed::__private::is_split_by(false, < K as
                ::renamed::__private::SplitKey > ::BY_TEXTS),
                "`K` is a text, so the points are, too: `split = [\"N\"]`"
            );
        };
        let policy = <Self as ::renamed::__private::Entity>::SHARDING?;
        ::core::option::Option::Some(
            ::renamed::__private::Route::new(
                policy
                    .place_in_region(
                        <K as ::renamed::__private::SplitKey>::region(
                            id,
                            &::renamed::__private::SplitPoints::Integers(&[-5, 16]),
                        ),
                        {
                            let mut to = ::renamed::__private::PlaceHasher::new();
                            <K as ::renamed::__private::ShardKey>::hash(id, &mut to);
                            to.finish()
                        },
                    ),
                policy,
            ),
        )
    }
    fn id(&self) -> K {
        ::core::clone::Clone::clone(&self.number)
    }
}
