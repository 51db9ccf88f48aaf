//! The laws of aggregates that hold personal data: values are made up for them, forgotten ones too.

use data_patterns::{
    prelude::*,
    testing::{Laws, given, laws, made_up},
};

use super::types::{Customer, CustomerEvent, Order, address, gone, known};

laws!(
    Customer,
    commands = [
        |customer, name: String| customer.rename(&name),
        |customer, plan: String| customer.subscribe(&plan),
    ]
);

#[derive(Aggregate, Clone, Debug, PartialEq)]
struct Careless {
    #[id]
    number: u64,
    length: usize,
}

#[events]
impl Careless {
    fn named(&mut self, #[personal] name: Personal<String>) {
        self.length = name.get().unwrap().len();
    }
}

#[test]
fn a_fold_that_takes_nobody_for_forgotten_is_found() {
    let found = std::panic::catch_unwind(|| {
        Laws::<Careless>::new().replaying_again_gives_the_same_state();
    });
    let message = found.unwrap_err();
    let message = message.downcast_ref::<String>().unwrap();
    assert!(message.contains("the fold panics"), "{message}");
}

#[test]
fn values_are_made_up_and_forgotten_ones_too() {
    let many: Vec<Personal<String>> =
        (0..64).map(|seed| made_up::<Personal<String>>(seed).unwrap()).collect();
    assert!(many.iter().any(Personal::is_forgotten));
    assert!(many.iter().any(|value| value.get().is_some_and(|text| !text.is_empty())));
}

#[test]
fn decisions_are_tested_without_keys() {
    given::<Customer>(7_u64, [CustomerEvent::renamed(known("Ann")), CustomerEvent::moved(gone())])
        .when(|customer| customer.move_to(address()))
        .then([CustomerEvent::moved(address().into())])
        .then_state(|customer| {
            assert_eq!(customer.addresses, [gone(), address().into()]);
        });
    let placed = made_up::<super::types::OrderEvent>(7).unwrap();
    given::<Order>(1_u64, [placed]).then_state(|order| drop(format!("{order:?}")));
}
