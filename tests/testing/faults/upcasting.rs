//! Upcasters that forget, refuse, or are missing.

use data_patterns::{prelude::*, testing::Laws};

use crate::messages::{assert_says, message_of};

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "what is lost is never read")]
struct OpenedV1 {
    name: String,
    title: Option<String>,
    limits: Vec<LimitV1>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "what is lost is never read")]
struct LimitV1 {
    cents: u64,
    currency: String,
}

#[derive(Aggregate, Debug, PartialEq)]
struct Account {
    #[id]
    number: String,
    owner: Option<String>,
}

#[events]
impl Account {
    #[event(version = 3, upcast(1 = from_v1, 2 = from_v2))]
    fn opened(&mut self, owner: String, limit: u64) {
        self.owner = (limit > 0).then_some(owner);
    }

    #[event(version = 2, upcast = renamed_from_v1)]
    fn renamed(&mut self, to: String) {
        self.owner = Some(to);
    }

    #[event(retired)]
    fn rewarded(&mut self, points: u8) {
        self.owner = self.owner.take().filter(|_| points > 1);
    }
}

#[derive(Debug, Deserialize)]
struct OpenedV2 {
    name: String,
    limit: u64,
}

/// The title and the currency are read, and gone.
fn from_v1(old: OpenedV1) -> OpenedV2 {
    let limit = old.limits.iter().fold(0, |sum, limit| limit.cents.saturating_add(sum));
    OpenedV2 { name: old.name, limit }
}

fn from_v2(old: OpenedV2) -> AccountEvent {
    AccountEvent::opened(old.name, old.limit)
}

#[derive(Debug, Deserialize)]
struct RenamedV1 {
    first: String,
    last: String,
}

fn renamed_from_v1(old: RenamedV1) -> Result<AccountEvent, &'static str> {
    if old.last.is_empty() {
        return Err("there is no last name");
    }
    Ok(AccountEvent::renamed(old.first + " " + &old.last))
}

#[test]
fn e7_an_upcaster_that_loses_a_field_is_caught() {
    let laws = Laws::<Account>::new();
    let said = message_of(|| laws.upcasts_lose_nothing());
    assert_says(
        &said,
        &[
            "Account` breaks the law «upcasts lose nothing»",
            "the upcasters of `opened` of version 1 forget `limits.[].currency`: whichever of ",
            "    name: \"",
            "becomes\n    Opened { owner: ",
            "`laws!(.., dropped = [\"opened.limits.[].currency\"])`",
        ],
    );
    let laws = laws.dropped("opened.limits.[].currency");
    let said = message_of(|| laws.upcasts_lose_nothing());
    assert_says(&said, &["forget `title`", "`laws!(.., dropped = [\"opened.title\"])`"]);
    laws.dropped("opened.title").upcasts_lose_nothing();
}

#[test]
fn e7_an_upcaster_that_refuses_is_caught() {
    let said = message_of(|| Laws::<Account>::new().upcasts_take_everything());
    assert_says(
        &said,
        &[
            "the upcaster from version 1 to 2 refuses `renamed` of version 1: there is no last name",
            "    last: \"\"",
            "let the upcaster take every value",
        ],
    );
}

#[test]
fn e7_retired_events_are_replayed_by_the_laws() {
    let laws = Laws::<Account>::new();
    laws.events_come_back_as_they_were();
    laws.replaying_again_gives_the_same_state();
    data_patterns::testing::given::<Account>("1", [AccountEvent::Rewarded { points: 1 }])
        .when(|_| Some(AccountEvent::renamed("Ann".into())))
        .then([AccountEvent::renamed("Ann".into())]);
    let laws = laws.command("reward", |_, _| AccountEvent::Rewarded { points: 1 });
    let said = message_of(|| laws.commands_record_what_they_decide());
    assert_says(&said, &["`rewarded` is retired"]);
}

mod missing {
    use data_patterns::event::{Event, EventSchema};

    use super::*;

    /// Written by hand, and one step was forgotten.
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum ByHand {
        Opened { owner: String },
    }

    impl Event for ByHand {
        const SCHEMA: &'static [EventSchema] =
            &[EventSchema { version: 2, ..EventSchema::new("opened") }];
    }

    #[derive(Aggregate, Debug, PartialEq)]
    struct Account {
        #[id]
        number: String,
        owner: String,
    }

    #[fold]
    impl Apply for Account {
        type Event = ByHand;

        fn apply(&mut self, event: ByHand) {
            let ByHand::Opened { owner } = event;
            self.owner = owner;
        }
    }

    #[test]
    fn e7_a_missing_upcaster_is_caught() {
        let said = message_of(|| Laws::<Account>::new().upcasts_take_everything());
        assert_says(&said, &["no upcaster takes `opened` of version 1"]);
    }
}
