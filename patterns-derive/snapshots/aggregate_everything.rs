#[automatically_derived]
#[allow(deprecated)]
impl ::renamed::__private::Aggregate for Pallet {
    type Id = PalletId;
    const NAME: &'static ::core::primitive::str = "pallet-v1";
    const SHAPE: ::renamed::__private::Fingerprint = ::renamed::__private::Fingerprint::new(
        0xb569_7878_5af5_0d3e,
    );
    const SNAPSHOTS: ::core::option::Option<::renamed::__private::Snapshots<Self>> = ::core::option::Option::Some(
        ::renamed::__private::Snapshots::when(
            ::renamed::__private::SnapshotPolicy::new()
                .events(50u64)
                .age(::core::time::Duration::from_secs(86400u64))
                .replay(::core::time::Duration::from_millis(250u64))
                .keep(3usize),
        ),
    );
    const CACHE: ::core::option::Option<::renamed::__private::Caching<Self>> = ::core::option::Option::Some(
        ::renamed::__private::Caching::<
            Self,
        >::new(
                ::renamed::__private::CachePolicy::new(
                        ::core::time::Duration::from_secs(300u64),
                    )
                    .capacity(::renamed::__private::CacheCapacity::Bytes(64000000u64))
                    .jitter_percent(10u8)
                    .idle(::core::time::Duration::from_secs(3600u64))
                    .stale_if_error(::core::time::Duration::from_secs(86400u64))
                    .stale_while_revalidate(::core::time::Duration::from_millis(250u64))
                    .soft_timeout(::core::time::Duration::from_millis(50u64))
                    .timeout(::core::time::Duration::from_secs(2u64))
                    .refresh_ahead(),
            )
            .weigh(Pallet::weight),
    );
    const ONCE_WITHIN: ::core::primitive::u64 = 500u64;
    const SHARDING: ::core::option::Option<&'static ::renamed::__private::ShardPolicy> = ::core::option::Option::Some(
        &const {
            ::renamed::__private::ShardPolicy::new(
                &["site"],
                ::renamed::__private::ShardStrategy::Range(
                    ::renamed::__private::SplitPoints::Text(&["G", "N"]),
                ),
            )
        },
    );
    fn route(id: &Self::Id) -> ::core::option::Option<::renamed::__private::Route> {
        let policy = <Self as ::renamed::__private::Aggregate>::SHARDING?;
        ::core::option::Option::Some(
            ::renamed::__private::Route::new(
                policy
                    .place_in_region(
                        <String as ::renamed::__private::SplitKey>::region(
                            &id.site,
                            &::renamed::__private::SplitPoints::Text(&["G", "N"]),
                        ),
                        {
                            let mut to = ::renamed::__private::PlaceHasher::new();
                            <String as ::renamed::__private::ShardKey>::hash(
                                &id.site,
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
        Pallet::empty(id)
    }
}
const _: () = {
    #[allow(dead_code, deprecated)]
    fn identity(state: &Pallet) {
        let _ = (&state.site, &state.r#type);
    }
};
/// What identifies one [`Pallet`].
#[derive(
    ::core::clone::Clone,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
)]
#[allow(deprecated, missing_docs, unreachable_pub)]
pub struct PalletId {
    /// Where it stands.
    pub site: String,
    /// Which one.
    pub r#type: u16,
}
#[automatically_derived]
impl ::renamed::__private::Key for PalletId {
    fn encode(&self, to: &mut ::renamed::__private::KeyEncoder) {
        <String as ::renamed::__private::Key>::encode(&self.site, to);
        <u16 as ::renamed::__private::Key>::encode(&self.r#type, to);
    }
    fn decode(
        from: &mut ::renamed::__private::KeyDecoder<'_>,
    ) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {
            site: <String as ::renamed::__private::Key>::decode(from)?,
            r#type: <u16 as ::renamed::__private::Key>::decode(from)?,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::convert::From<(String, u16)> for PalletId {
    fn from((site, r#type): (String, u16)) -> Self {
        Self { site, r#type }
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::renamed::__private::IntoId<PalletId> for (String, u16) {
    fn into_id(self) -> PalletId {
        ::core::convert::From::from(self)
    }
}
/// A handle to one [`Pallet`]: reads its state and runs its commands.
#[deprecated = "use `Crate`"]
#[allow(deprecated, missing_docs, unreachable_pub)]
pub struct PalletRef(::renamed::__private::Handle<Pallet>);
#[automatically_derived]
#[allow(deprecated)]
impl ::core::clone::Clone for PalletRef {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::fmt::Debug for PalletRef {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_tuple("PalletRef").field(&self.0).finish()
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::convert::From<::renamed::__private::Handle<Pallet>> for PalletRef {
    fn from(handle: ::renamed::__private::Handle<Pallet>) -> Self {
        Self(handle)
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::ops::Deref for PalletRef {
    type Target = ::renamed::__private::Handle<Pallet>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::renamed::__private::HasHandle for Pallet {
    type Handle = PalletRef;
}
#[automatically_derived]
#[allow(deprecated)]
impl ::renamed::__private::ReadsCached for Pallet {}
