#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::Aggregate for Account {
    type Id = String;
    const NAME: &'static ::data_patterns::__private::core::primitive::str = "account";
    const SHAPE: ::data_patterns::__private::Fingerprint = ::data_patterns::__private::Fingerprint::new(
        0xeb34_918f_3dd3_55bb,
    );
    const SNAPSHOTS: ::data_patterns::__private::core::option::Option<
        ::data_patterns::__private::Snapshots<Self>,
    > = ::data_patterns::__private::core::option::Option::Some(
        ::data_patterns::__private::Snapshots::every(
            match ::data_patterns::__private::core::num::NonZeroU64::new(100u64) {
                ::data_patterns::__private::core::option::Option::Some(every) => every,
                ::data_patterns::__private::core::option::Option::None => {
                    ::data_patterns::__private::core::num::NonZeroU64::MIN
                }
            },
        ),
    );
    const CACHE: ::data_patterns::__private::core::option::Option<
        ::data_patterns::__private::CachePolicy,
    > = ::data_patterns::__private::core::option::Option::Some(
        ::data_patterns::__private::CachePolicy::new(
            ::data_patterns::__private::core::time::Duration::from_secs(60u64),
        ),
    );
    const SHARDING: ::data_patterns::__private::core::option::Option<
        ::data_patterns::__private::ShardPolicy,
    > = ::data_patterns::__private::core::option::Option::Some(
        ::data_patterns::__private::ShardPolicy::new(
            &["number"],
            ::data_patterns::__private::ShardStrategy::Hash,
        ),
    );
    fn initial(id: &Self::Id) -> Self {
        Self {
            number: ::data_patterns::__private::core::clone::Clone::clone(id),
            owner: <Option<
                String,
            > as ::data_patterns::__private::core::default::Default>::default(),
            balance: <i64 as ::data_patterns::__private::core::default::Default>::default(),
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
impl ::data_patterns::__private::core::clone::Clone for AccountHandle {
    fn clone(&self) -> Self {
        Self(::data_patterns::__private::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::core::fmt::Debug for AccountHandle {
    fn fmt(
        &self,
        f: &mut ::data_patterns::__private::core::fmt::Formatter<'_>,
    ) -> ::data_patterns::__private::core::fmt::Result {
        f.debug_tuple("AccountHandle").field(&self.0).finish()
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::core::convert::From<
    ::data_patterns::__private::Handle<Account>,
> for AccountHandle {
    fn from(handle: ::data_patterns::__private::Handle<Account>) -> Self {
        Self(handle)
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::core::ops::Deref for AccountHandle {
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
