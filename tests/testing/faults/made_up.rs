//! Types that cannot be made up.

use data_patterns::{prelude::*, testing::Laws};

use crate::messages::{assert_says, message_of};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Iban(String);

impl TryFrom<String> for Iban {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.len() == 22 { Ok(Self(text)) } else { Err("an IBAN has 22 characters".into()) }
    }
}

#[derive(Aggregate, Debug, PartialEq)]
struct Transfer {
    #[id]
    id: u64,
    to: Option<Iban>,
}

#[events]
impl Transfer {
    fn requested(&mut self, to: Iban) {
        self.to = Some(to);
    }
}

#[commands]
impl Transfer {
    fn request(&self, to: Iban) -> Option<TransferEvent> {
        self.to.is_none().then(|| TransferEvent::requested(to))
    }
}

#[test]
fn what_cannot_be_made_up_asks_for_a_strategy() {
    for law in [Laws::events_come_back_as_they_were, Laws::replaying_again_gives_the_same_state] {
        let said = message_of(|| law(&Laws::<Transfer>::new()));
        assert_says(
            &said,
            &[
                "cannot make up a value of ",
                "`event.to`: an IBAN has 22 characters",
                "laws!(.., events = strategy)",
            ],
        );
    }
    let laws = Laws::<Transfer>::new()
        .command("request(to)", |transfer, made| transfer.request(made.make("to")));
    let said = message_of(|| laws.decisions_change_nothing());
    assert_says(&said, &["an IBAN has 22 characters", "and make `to` of them"]);
}

#[test]
fn a_strategy_makes_what_cannot_be_made_up() {
    use data_patterns::testing::proptest::prelude::*;
    let events = "[A-Z]{2}[0-9]{20}".prop_map(|text| TransferEvent::requested(Iban(text)));
    let laws = Laws::<Transfer>::new().events(events).cases(50);
    laws.command("request(to)", |transfer, made| {
        transfer.request(Iban(format!("DE{:020}", made.make::<u64>("to"))))
    })
    .check_all();
}
