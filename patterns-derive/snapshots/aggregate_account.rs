#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::Aggregate for Account {
    type Id = String;
    const NAME: &'static ::core::primitive::str = "account";
    const SHAPE: ::data_patterns::__private::Fingerprint = ::data_patterns::__private::Fingerprint::new(
        0xeb34_918f_3dd3_55bb,
    );
    const SNAPSHOTS: ::core::option::Option<
        ::data_patterns::__private::Snapshots<Self>,
    > = ::core::option::Option::Some(
        ::data_patterns::__private::Snapshots::when(
            ::data_patterns::__private::SnapshotPolicy::new().events(100u64),
        ),
    );
    const CACHE: ::core::option::Option<::data_patterns::__private::Caching<Self>> = ::core::option::Option::Some(
        ::data_patterns::__private::Caching::<
            Self,
        >::new(
            ::data_patterns::__private::CachePolicy::new(
                ::core::time::Duration::from_secs(60u64),
            ),
        ),
    );
    const SHARDING: ::core::option::Option<
        &'static ::data_patterns::__private::ShardPolicy,
    > = ::core::option::Option::Some(
        &const {
            ::data_patterns::__private::ShardPolicy::new(
                &["number"],
                ::data_patterns::__private::ShardStrategy::Hash,
            )
        },
    );
    fn route(
        id: &Self::Id,
    ) -> ::core::option::Option<::data_patterns::__private::Route> {
        let policy = <Self as ::data_patterns::__private::Aggregate>::SHARDING?;
        ::core::option::Option::Some(
            ::data_patterns::__private::Route::new(
                {
                    let mut to = ::data_patterns::__private::PlaceHasher::new();
                    <String as ::data_patterns::__private::ShardKey>::hash(id, &mut to);
                    to.finish()
                },
                policy,
            ),
        )
    }
    fn initial(id: &Self::Id) -> Self {
        Self {
            number: ::core::clone::Clone::clone(id),
            owner: <Option<String> as ::core::default::Default>::default(),
            balance: <i64 as ::core::default::Default>::default(),
        }
    }
}
const _: () = {
    #[allow(dead_code, deprecated)]
    fn identity(state: &Account) {
        let _ = (&state.number,);
    }
};
/// A handle to one [`Account`]: reads its state and runs its commands.
#[allow(deprecated, missing_docs, unreachable_pub)]
pub struct AccountHandle(::data_patterns::__private::Handle<Account>);
#[automatically_derived]
#[allow(deprecated)]
impl ::core::clone::Clone for AccountHandle {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::fmt::Debug for AccountHandle {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_tuple("AccountHandle").field(&self.0).finish()
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::convert::From<::data_patterns::__private::Handle<Account>>
for AccountHandle {
    fn from(handle: ::data_patterns::__private::Handle<Account>) -> Self {
        Self(handle)
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::core::ops::Deref for AccountHandle {
    type Target = ::data_patterns::__private::Handle<Account>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::HasHandle for Account {
    type Handle = AccountHandle;
}
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::ReadsCached for Account {}
