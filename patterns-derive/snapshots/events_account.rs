/// What can happen to [`Account`].
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::data_patterns::__private::serde::Serialize,
    ::data_patterns::__private::serde::Deserialize,
    ::data_patterns::__private::Event
)]
#[serde(crate = "::data_patterns::__private::serde")]
#[allow(deprecated, missing_docs, unreachable_pub)]
pub enum AccountEvent {
    /// Someone opened the account.
    #[event(name = "opened")]
    Opened { owner: String },
    #[event(name = "deposited")]
    Deposited { amount: i64 },
    #[event(name = "withdrawn")]
    Withdrawn { amount: i64 },
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
    /// Someone opened the account.
    #[must_use]
    pub fn opened(owner: String) -> Self {
        Self::Opened { owner }
    }
    #[must_use]
    pub fn deposited(amount: i64) -> Self {
        Self::Deposited { amount }
    }
    #[must_use]
    pub fn withdrawn(amount: i64) -> Self {
        Self::Withdrawn { amount }
    }
}
#[automatically_derived]
#[allow(deprecated, clippy::used_underscore_binding)]
impl ::data_patterns::__private::Apply for Account {
    type Event = AccountEvent;
    const FOLD: ::data_patterns::__private::Fingerprint = ::data_patterns::__private::Fingerprint::new(
        0x9d02_4a16_a4e6_9cdd,
    );
    fn apply(&mut self, event: Self::Event) {
        match event {
            AccountEvent::Opened { owner } => Self::opened(self, owner),
            AccountEvent::Deposited { amount } => Self::deposited(self, amount),
            AccountEvent::Withdrawn { amount } => Self::withdrawn(self, amount),
        }
    }
}
impl Account {
    /// Someone opened the account.
    fn opened(&mut self, owner: String) {
        self.owner = Some(owner);
    }
    fn deposited(&mut self, amount: i64) {
        self.balance += amount;
    }
    fn withdrawn(&mut self, amount: i64) {
        self.balance -= amount;
    }
}
