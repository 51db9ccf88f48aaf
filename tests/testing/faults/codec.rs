//! Events that come back as others.

use data_patterns::{prelude::*, testing::Laws};

use crate::messages::{assert_says, message_of};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Payment {
    Cash,
    Card {
        #[serde(skip_serializing, default)]
        number: String,
    },
}

#[derive(Aggregate, Debug, PartialEq)]
struct Order {
    #[id]
    id: u32,
    paid: bool,
}

#[events]
impl Order {
    fn placed(&mut self) {}

    fn paid(&mut self, _with: Vec<Payment>) {
        self.paid = true;
    }
}

#[test]
fn e6_an_event_that_loses_a_nested_field_is_caught() {
    let said = message_of(|| Laws::<Order>::new().events_come_back_as_they_were());
    assert_says(
        &said,
        &[
            "an event comes back from the store as another",
            "  -             number: \"a\",\n  +             number: \"\",",
            "serde attributes",
        ],
    );
}
