#[automatically_derived]
#[allow(deprecated)]
impl ::renamed::__private::Entity for Seat {
    type Id = SeatId;
    const NAME: &'static ::core::primitive::str = "seat-v1";
    const CACHE: ::core::option::Option<::renamed::__private::Caching<Self>> = ::core::option::Option::Some(
        ::renamed::__private::Caching::<
            Self,
        >::new(
                ::renamed::__private::CachePolicy::new(
                        ::core::time::Duration::from_secs(300u64),
                    )
                    .capacity(::renamed::__private::CacheCapacity::Bytes(64000000u64))
                    .jitter_percent(10u8),
            )
            .weigh(Seat::weight),
    );
    const SHARDING: ::core::option::Option<&'static ::renamed::__private::ShardPolicy> = ::core::option::Option::Some(
        &const {
            ::renamed::__private::ShardPolicy::new(
                    &["hall"],
                    <Halls as ::renamed::__private::ShardGroup>::STRATEGY,
                )
                .group(<Halls as ::renamed::__private::ShardGroup>::NAME)
        },
    );
    fn route(id: &Self::Id) -> ::core::option::Option<::renamed::__private::Route> {
        let policy = <Self as ::renamed::__private::Entity>::SHARDING?;
        ::core::option::Option::Some(
            ::renamed::__private::Route::new(
                <Halls as ::renamed::__private::ShardGroup>::place(
                    <String as ::renamed::__private::SameKey<
                        <Halls as ::renamed::__private::ShardGroup>::Key,
                    >>::same(&id.hall),
                ),
                policy,
            ),
        )
    }
    fn id(&self) -> SeatId {
        SeatId {
            hall: ::core::clone::Clone::clone(&self.hall),
            r#type: ::core::clone::Clone::clone(&self.r#type),
        }
    }
}
/// What identifies one [`Seat`].
#[derive(
    ::core::clone::Clone,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
)]
#[allow(deprecated, missing_docs, unreachable_pub)]
pub struct SeatId {
    /// Where it stands.
    pub hall: String,
    /// Which one.
    pub r#type: u16,
}
#[automatically_derived]
impl ::renamed::__private::Key for SeatId {
    fn encode(&self, to: &mut ::renamed::__private::KeyEncoder) {
        <String as ::renamed::__private::Key>::encode(&self.hall, to);
        <u16 as ::renamed::__private::Key>::encode(&self.r#type, to);
    }
    fn decode(
        from: &mut ::renamed::__private::KeyDecoder<'_>,
    ) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {
            hall: <String as ::renamed::__private::Key>::decode(from)?,
            r#type: <u16 as ::renamed::__private::Key>::decode(from)?,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::convert::From<(String, u16)> for SeatId {
    fn from((hall, r#type): (String, u16)) -> Self {
        Self { hall, r#type }
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::renamed::__private::IntoId<SeatId> for (String, u16) {
    fn into_id(self) -> SeatId {
        ::core::convert::From::from(self)
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::renamed::__private::ReadsCached for Seat {}
