::core::compile_error! {
    "`#[aggregate(..)]` has no option `nmae`; did you mean `name`?"
}
::core::compile_error! {
    "`version` takes a whole number: `version = 1`"
}
::core::compile_error! {
    "a snapshot every 0 events is none; leave `snapshot(..)` out, or write 100"
}
::core::compile_error! {
    "`zb` is no unit here; did you mean \"10B\"?"
}
::core::compile_error! {
    "`rang` is no way to spread shards; did you mean `range`?"
}
::core::compile_error! {
    "`f64` cannot be part of a key: equal floats can have different bytes; use an integer, such as an amount in cents"
}
::core::compile_error! {
    "say how long a state may be served before it is checked: `#[cached(ttl = 60)]`"
}
::core::compile_error! {
    "the shard key must be part of the identity: the shard has to be known before the state is loaded; put `#[id]` on `branch` as well"
}
::core::compile_error! {
    "`usize` cannot decide a shard: its width differs between machines; use `u64` or `i64`"
}
::core::compile_error! {
    "split points ascend: `A` must come after `N`; sort them, each once"
}
#[automatically_derived]
#[allow(unused)]
impl ::data_patterns::__private::Aggregate for Account {
    type Id = ::data_patterns::__private::String;
    const NAME: &'static ::core::primitive::str = "account";
    const SHAPE: ::data_patterns::__private::Fingerprint = ::data_patterns::__private::Fingerprint::new(
        0,
    );
    fn initial(_: &Self::Id) -> Self {
        loop {}
    }
}
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
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::OneShard for Account {}
