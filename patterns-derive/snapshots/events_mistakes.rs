::core::compile_error! {
    "`#[events(..)]` has no option `nmae`; did you mean `name`?"
}
::core::compile_error! {
    "only methods can be events; move this into a plain `impl` block"
}
::core::compile_error! {
    "an event is not called from outside, it is recorded by a command; remove the visibility"
}
::core::compile_error! {
    "an event outlives the call: take `String`, not `&str`"
}
::core::compile_error! {
    "an event only changes the state, again at every replay; await in front of the command instead"
}
::core::compile_error! {
    "an event is stored, so its types are known; write them out, or put the parameter on the `impl`"
}
::core::compile_error! {
    "an event changes the state: it takes `&mut self`"
}
::core::compile_error! {
    "an event has happened and returns nothing; refusals belong into the command that records it"
}
::core::compile_error! {
    "the argument is a field of the event and needs a plain name; take it apart in the body"
}
::core::compile_error! {
    "the argument is a field of the event and needs a plain name; take it apart in the body"
}
::core::compile_error! {
    "an event is stored, so its types are known: name the type instead of `impl ..`"
}
::core::compile_error! {
    "`withdrawn` and `withdrawn_` would both be the variant `Withdrawn`; rename one"
}
::core::compile_error! {
    "another event is already stored as `opened`; give this one a name of its own"
}
/// What can happen to [`Account`].
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::data_patterns::__private::serde::Serialize,
    ::data_patterns::__private::serde::Deserialize
)]
#[serde(crate = "::data_patterns::__private::serde")]
#[allow(deprecated, missing_docs, unreachable_pub)]
pub enum AccountEvent {
    Opened { owner: () },
    Deposited { amount: () },
    Withdrawn,
    WithDrawn { amount: () },
}
#[allow(
    dead_code,
    deprecated,
    missing_docs,
    unreachable_pub,
    clippy::too_many_arguments,
    clippy::used_underscore_binding
)]
impl AccountEvent {
    pub fn opened(_: &str) -> Self {
        loop {}
    }
    pub fn deposited<T>(_: T) -> Self {
        loop {}
    }
    pub fn withdrawn(_: (i64, i64)) -> Self {
        loop {}
    }
    pub fn with_drawn(_: impl Into<i64>) -> Self {
        loop {}
    }
    pub fn withdrawn_() -> Self {
        loop {}
    }
}
#[automatically_derived]
#[allow(unused)]
impl ::data_patterns::__private::Event for AccountEvent {
    const SCHEMA: &'static [::data_patterns::__private::EventSchema] = &[];
}
#[automatically_derived]
#[allow(deprecated, clippy::used_underscore_binding)]
impl ::data_patterns::__private::Apply for Account {
    type Event = AccountEvent;
    const FOLD: ::data_patterns::__private::Fingerprint = ::data_patterns::__private::Fingerprint::new(
        0,
    );
    fn apply(&mut self, _: Self::Event) {}
}
impl Account {
    const LIMIT: i64 = 10;
    pub fn opened(&mut self, owner: &str) {
        self.owner = Some(owner.into());
    }
    async fn deposited<T>(&self, amount: T) -> i64 {
        self.balance
    }
    fn withdrawn(&mut self, (amount, fee): (i64, i64)) {
        self.balance -= amount + fee;
    }
    fn with_drawn(&mut self, mut amount: impl Into<i64>) {}
    fn withdrawn_(&mut self) {}
}
