#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::Aggregate for Order {
    type Id = OrderKey;
    const NAME: &'static ::core::primitive::str = "order";
    const SHAPE: ::data_patterns::__private::Fingerprint = ::data_patterns::__private::Fingerprint::new(
        0x4643_1e12_9b05_20c8,
    );
    const SHARDING: ::core::option::Option<
        &'static ::data_patterns::__private::ShardPolicy,
    > = ::core::option::Option::Some(
        &const {
            ::data_patterns::__private::ShardPolicy::new(
                    &["tenant", "number"],
                    ::data_patterns::__private::ShardStrategy::Composite(&[2]),
                )
                .lowercase(&["tenant"])
        },
    );
    fn route(
        id: &Self::Id,
    ) -> ::core::option::Option<::data_patterns::__private::Route> {
        let policy = <Self as ::data_patterns::__private::Aggregate>::SHARDING?;
        ::core::option::Option::Some(
            ::data_patterns::__private::Route::new(
                ::data_patterns::__private::PlaceRange::composite(
                        &[2],
                        &[
                            {
                                let mut to = ::data_patterns::__private::PlaceHasher::new();
                                ::data_patterns::__private::ShardKey::hash(
                                    &::data_patterns::__private::Lowercase(
                                        <String as ::data_patterns::__private::NormalText>::text(
                                            &id.tenant,
                                        ),
                                    ),
                                    &mut to,
                                );
                                to.finish()
                            },
                            {
                                let mut to = ::data_patterns::__private::PlaceHasher::new();
                                <u64 as ::data_patterns::__private::ShardKey>::hash(
                                    &id.number,
                                    &mut to,
                                );
                                to.finish()
                            },
                        ],
                    )
                    .first(),
                policy,
            ),
        )
    }
    fn initial(id: &Self::Id) -> Self {
        Self {
            tenant: ::core::clone::Clone::clone(&id.tenant),
            number: ::core::clone::Clone::clone(&id.number),
        }
    }
}
const _: () = {
    #[allow(dead_code, deprecated)]
    fn identity(state: &Order) {
        let _ = (&state.tenant, &state.number);
    }
};
/// What identifies one [`Order`].
#[derive(
    ::core::clone::Clone,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
)]
#[allow(deprecated, missing_docs, unreachable_pub)]
pub struct OrderKey {
    tenant: String,
    number: u64,
}
#[automatically_derived]
impl ::data_patterns::__private::Key for OrderKey {
    fn encode(&self, to: &mut ::data_patterns::__private::KeyEncoder) {
        <String as ::data_patterns::__private::Key>::encode(&self.tenant, to);
        <u64 as ::data_patterns::__private::Key>::encode(&self.number, to);
    }
    fn decode(
        from: &mut ::data_patterns::__private::KeyDecoder<'_>,
    ) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {
            tenant: <String as ::data_patterns::__private::Key>::decode(from)?,
            number: <u64 as ::data_patterns::__private::Key>::decode(from)?,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::convert::From<(String, u64)> for OrderKey {
    fn from((tenant, number): (String, u64)) -> Self {
        Self { tenant, number }
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::IntoId<OrderKey> for (String, u64) {
    fn into_id(self) -> OrderKey {
        ::core::convert::From::from(self)
    }
}
/// A handle to one [`Order`]: reads its state and runs its commands.
#[allow(deprecated, missing_docs, unreachable_pub)]
pub struct OrderHandle(::data_patterns::__private::Handle<Order>);
#[automatically_derived]
#[allow(deprecated)]
impl ::core::clone::Clone for OrderHandle {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::fmt::Debug for OrderHandle {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_tuple("OrderHandle").field(&self.0).finish()
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::convert::From<::data_patterns::__private::Handle<Order>> for OrderHandle {
    fn from(handle: ::data_patterns::__private::Handle<Order>) -> Self {
        Self(handle)
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::ops::Deref for OrderHandle {
    type Target = ::data_patterns::__private::Handle<Order>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::HasHandle for Order {
    type Handle = OrderHandle;
}
