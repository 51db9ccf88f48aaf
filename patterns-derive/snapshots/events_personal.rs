/// What can happen to [`Customer`].
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
pub enum CustomerEvent {
    #[event(name = "registered")]
    Registered { #[personal] name: Personal<String>, plan: Plan },
}
#[allow(
    dead_code,
    deprecated,
    missing_docs,
    unreachable_pub,
    clippy::too_many_arguments,
    clippy::used_underscore_binding
)]
impl CustomerEvent {
    #[must_use]
    pub fn registered(name: Personal<String>, plan: Plan) -> Self {
        Self::Registered { name, plan }
    }
}
#[automatically_derived]
#[allow(deprecated, clippy::used_underscore_binding)]
impl ::data_patterns::__private::Apply for Customer {
    type Event = CustomerEvent;
    const FOLD: ::data_patterns::__private::Fingerprint = ::data_patterns::__private::Fingerprint::new(
        0xf04b_a10b_b135_d9f5,
    );
    fn apply(&mut self, event: Self::Event) {
        match event {
            CustomerEvent::Registered { name, plan } => {
                Self::registered(self, name, plan)
            }
        }
    }
}
impl Customer {
    fn registered(&mut self, name: Personal<String>, plan: Plan) {
        self.name = name;
        self.plan = plan;
    }
}
