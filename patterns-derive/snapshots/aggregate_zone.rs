#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::Aggregate for Customer {
    type Id = CustomerKey;
    const NAME: &'static ::core::primitive::str = "customer";
    const SHAPE: ::data_patterns::__private::Fingerprint = ::data_patterns::__private::Fingerprint::new(
        0xf5a7_16b8_6b16_4fdb,
    );
    const SHARDING: ::core::option::Option<
        &'static ::data_patterns::__private::ShardPolicy,
    > = ::core::option::Option::Some(
        &const {
            ::data_patterns::__private::ShardPolicy::new(
                &["region", "number"],
                ::data_patterns::__private::ShardStrategy::Zone(
                    <Region as ::data_patterns::__private::Zones>::ZONES,
                ),
            )
        },
    );
    fn route(
        id: &Self::Id,
    ) -> ::core::option::Option<::data_patterns::__private::Route> {
        let policy = <Self as ::data_patterns::__private::Aggregate>::SHARDING?;
        ::core::option::Option::Some(
            ::data_patterns::__private::Route::new(
                policy
                    .place_in_region(
                        <Region as ::data_patterns::__private::Zones>::zone(&id.region),
                        {
                            let mut to = ::data_patterns::__private::PlaceHasher::new();
                            <u64 as ::data_patterns::__private::ShardKey>::hash(
                                &id.number,
                                &mut to,
                            );
                            to.finish()
                        },
                    ),
                policy,
            ),
        )
    }
    fn initial(id: &Self::Id) -> Self {
        Self {
            region: ::core::clone::Clone::clone(&id.region),
            number: ::core::clone::Clone::clone(&id.number),
        }
    }
}
const _: () = {
    #[allow(dead_code, deprecated)]
    fn identity(state: &Customer) {
        let _ = (&state.region, &state.number);
    }
};
/// What identifies one [`Customer`].
#[derive(
    ::core::clone::Clone,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
)]
#[allow(deprecated, missing_docs, unreachable_pub)]
pub struct CustomerKey {
    region: Region,
    number: u64,
}
#[automatically_derived]
impl ::data_patterns::__private::Key for CustomerKey {
    fn encode(&self, to: &mut ::data_patterns::__private::KeyEncoder) {
        <Region as ::data_patterns::__private::Key>::encode(&self.region, to);
        <u64 as ::data_patterns::__private::Key>::encode(&self.number, to);
    }
    fn decode(
        from: &mut ::data_patterns::__private::KeyDecoder<'_>,
    ) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {
            region: <Region as ::data_patterns::__private::Key>::decode(from)?,
            number: <u64 as ::data_patterns::__private::Key>::decode(from)?,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::convert::From<(Region, u64)> for CustomerKey {
    fn from((region, number): (Region, u64)) -> Self {
        Self { region, number }
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::IntoId<CustomerKey> for (Region, u64) {
    fn into_id(self) -> CustomerKey {
        ::core::convert::From::from(self)
    }
}
/// A handle to one [`Customer`]: reads its state and runs its commands.
#[allow(deprecated, missing_docs, unreachable_pub)]
pub struct CustomerHandle(::data_patterns::__private::Handle<Customer>);
#[automatically_derived]
#[allow(deprecated)]
impl ::core::clone::Clone for CustomerHandle {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::fmt::Debug for CustomerHandle {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_tuple("CustomerHandle").field(&self.0).finish()
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::convert::From<::data_patterns::__private::Handle<Customer>>
for CustomerHandle {
    fn from(handle: ::data_patterns::__private::Handle<Customer>) -> Self {
        Self(handle)
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::ops::Deref for CustomerHandle {
    type Target = ::data_patterns::__private::Handle<Customer>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::HasHandle for Customer {
    type Handle = CustomerHandle;
}
const _: () = {
    ::core::assert!(
        ::data_patterns::__private::has_zone(< Region as
        ::data_patterns::__private::Zones > ::ZONES, "eu-west"), "{}", < Region as
        ::data_patterns::__private::Zones > ::UNKNOWN
    );
    ::core::assert!(
        ::data_patterns::__private::has_zone(< Region as
        ::data_patterns::__private::Zones > ::ZONES, "us"), "{}", < Region as
        ::data_patterns::__private::Zones > ::UNKNOWN
    );
    ::core::assert!(
        ::data_patterns::__private::same_zones(< Region as
        ::data_patterns::__private::Zones > ::ZONES, & ["eu-west", "us"]),
        "`Region` has more zones than these, or in another order; they decide where data lies, so name all in the order of the enum"
    );
};
