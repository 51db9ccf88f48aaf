#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::Aggregate for Customer {
    type Id = u64;
    const NAME: &'static ::core::primitive::str = "customer";
    const SHAPE: ::data_patterns::__private::Fingerprint = ::data_patterns::__private::Fingerprint::new(
        0xd527_7323_cf7d_84c9,
    );
    const SNAPSHOTS: ::core::option::Option<
        ::data_patterns::__private::Snapshots<Self>,
    > = ::core::option::Option::Some(
        ::data_patterns::__private::Snapshots::when(
            ::data_patterns::__private::SnapshotPolicy::new().events(100u64),
        ),
    );
    fn initial(id: &Self::Id) -> Self {
        Self {
            number: ::core::clone::Clone::clone(id),
            name: <Personal<String> as ::core::default::Default>::default(),
            addresses: <Vec<Personal<Address>> as ::core::default::Default>::default(),
            plan: <Plan as ::core::default::Default>::default(),
        }
    }
}
const _: () = {
    #[allow(dead_code, deprecated)]
    fn identity(state: &Customer) {
        let _ = (&state.number,);
    }
};
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
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::OneShard for Customer {}
const _: () = {
    #[allow(dead_code, deprecated)]
    fn personal() {
        ::data_patterns::__private::is_personal::<Personal<String>>();
        ::data_patterns::__private::is_personal::<Personal<Address>>();
    }
};
