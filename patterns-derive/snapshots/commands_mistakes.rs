::core::compile_error! {
    "`#[commands(..)]` has no option `handel`; did you mean `handle`?"
}
::core::compile_error! {
    "only methods can be commands; move this into a plain `impl` block"
}
::core::compile_error! {
    "a command decides, it does not change: take `&self` and return an event"
}
::core::compile_error! {
    "name the type instead of `impl ..`: `fn open<T: Into<String>>(&self, owner: T)`"
}
::core::compile_error! {
    "a command is pure and may run again; fetch what it needs before and pass it in"
}
::core::compile_error! {
    "a command may run again when another was faster: take `&self`"
}
::core::compile_error! {
    "a command returns what happens: an event, an `Option`, a `Vec` or an array of events, or a `Result` of these"
}
::core::compile_error! {
    "every handle has `undo` already; give the command another name"
}
::core::compile_error! {
    "a command decides on a state: it takes `&self`; move associated functions into a plain `impl` block"
}
::core::compile_error! {
    "the answer outlives the state it was decided on, so it cannot borrow; own it, or borrow for `'static`"
}
::core::compile_error! {
    "a command may run again, so it cannot change its arguments; take `&` or the value"
}
#[allow(
    dead_code,
    deprecated,
    missing_docs,
    unreachable_pub,
    clippy::too_many_arguments,
    clippy::used_underscore_binding
)]
impl AccountHandle {
    ///
    /// # Errors
    /// The refusal of the command, or the failure to load or to record.
    pub async fn open(
        &self,
        _: impl Into<String>,
    ) -> ::data_patterns::__private::Outcome<Account, AccountEvent> {
        loop {}
    }
    ///
    /// # Errors
    /// The refusal of the command, or the failure to load or to record.
    pub async fn name(
        &self,
        _: &mut String,
    ) -> ::data_patterns::__private::Outcome<Account, Result<AccountEvent, &str>> {
        loop {}
    }
}
impl Account {
    type Error = AccountError;
    pub fn open(&mut self, owner: impl Into<String>) -> AccountEvent {
        AccountEvent::opened(owner.into())
    }
    pub async fn deposit(self, amount: i64) {}
    pub fn undo(&self) -> AccountEvent {
        AccountEvent::undone()
    }
    pub fn new() -> Self {
        Self::default()
    }
    pub fn name(&self, into: &mut String) -> Result<AccountEvent, &str> {
        Err("no")
    }
}
