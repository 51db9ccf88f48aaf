#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::Entity for Order {
    type Id = u64;
    const NAME: &'static ::core::primitive::str = "order";
    const SHARDING: ::core::option::Option<
        &'static ::data_patterns::__private::ShardPolicy,
    > = ::core::option::Option::Some(
        &const {
            ::data_patterns::__private::ShardPolicy::new(
                &["number"],
                ::data_patterns::__private::ShardStrategy::Custom("place::of"),
            )
        },
    );
    fn route(
        id: &Self::Id,
    ) -> ::core::option::Option<::data_patterns::__private::Route> {
        let policy = <Self as ::data_patterns::__private::Entity>::SHARDING?;
        ::core::option::Option::Some(
            ::data_patterns::__private::Route::new(
                ::data_patterns::__private::PlacesKeys::<
                    Self::Id,
                >::place_of(&place::of, id),
                policy,
            ),
        )
    }
    fn id(&self) -> u64 {
        ::core::clone::Clone::clone(&self.number)
    }
}
