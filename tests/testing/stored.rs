//! What older versions held, told to the laws of upcasting.

use data_patterns::{
    prelude::*,
    testing::{Laws, laws},
};

use crate::messages::{assert_says, message_of};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Currency {
    Euro,
    Dollar,
    Other,
}

#[derive(Debug, Deserialize)]
struct OpenedV1 {
    name: String,
    code: String,
    kind: Kind,
    rate: Option<f64>,
}

#[derive(Debug, Deserialize)]
enum Kind {
    Giro,
}

/// As the guide to evolution has it: it refuses names without a space.
fn opened_v1(old: OpenedV1) -> Result<AccountEvent, String> {
    let Kind::Giro = old.kind;
    let (first, last) = old.name.split_once(' ').ok_or("no last name")?;
    let currency = match old.code.as_str() {
        "EUR" => Currency::Euro,
        "USD" => Currency::Dollar,
        _ => Currency::Other,
    };
    Ok(AccountEvent::opened(first.into(), last.into(), currency, old.rate == Some(1.5)))
}

#[derive(Debug, Deserialize)]
struct DepositedV1 {
    euros: i64,
}

/// Overflows at the ends.
fn deposited_v1(old: DepositedV1) -> AccountEvent {
    AccountEvent::deposited(old.euros * 100)
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Iban(String);

impl TryFrom<String> for Iban {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.len() == 22 { Ok(Self(text)) } else { Err("an IBAN has 22 characters".into()) }
    }
}

#[derive(Debug, Deserialize)]
struct LinkedV1 {
    to: Vec<Iban>,
}

fn linked_v1(old: LinkedV1) -> AccountEvent {
    AccountEvent::linked(old.to.into_iter().map(|iban| iban.0).collect())
}

#[derive(Aggregate, Debug, PartialEq)]
struct Account {
    #[id]
    number: String,
    cents: i64,
}

#[events]
impl Account {
    #[event(version = 2, upcast = opened_v1)]
    fn opened(&mut self, _first: String, _last: String, _currency: Currency, _fixed: bool) {
        self.cents = 0;
    }

    #[event(version = 2, upcast = deposited_v1)]
    fn deposited(&mut self, cents: i64) {
        self.cents += cents;
    }

    #[event(version = 2, upcast = linked_v1)]
    fn linked(&mut self, to: Vec<String>) {
        self.cents += to.len() as i64;
    }
}

const IBANS: [&str; 2] = ["DE02120300000000202051", "DE02500105170137075030"];

laws!(
    Account,
    stored = [
        ("opened.name", ["Ann Lee", "Bo Yi"]),
        ("opened.code", ["EUR", "USD", "GBP"]),
        ("opened.kind", ["Giro"]),
        ("opened.rate", [Some(1.5), Some(2.0), None]),
        ("deposited.euros", 0..=1_000),
        ("linked.to.[]", IBANS),
    ]
);

fn known() -> Laws<Account> {
    Laws::new()
        .stored("opened.name", ["Ann Lee", "Bo Yi"])
        .stored("opened.code", ["EUR", "USD", "GBP"])
        .stored("opened.rate", [Some(1.5), None])
        .stored("deposited.euros", 0..=1_000)
        .stored("linked.to.[]", IBANS)
}

#[test]
fn upcasters_are_tried_with_what_was_stored_only() {
    known().upcasts_take_everything();
    known().upcasts_lose_nothing();
}

#[test]
fn every_value_that_was_stored_must_be_taken() {
    let many: Vec<String> = (0..100).map(|number| format!("A {number}")).collect();
    let laws = known().stored("opened.name", [many, vec!["Ann".to_owned()]].concat());
    let said = message_of(|| laws.upcasts_take_everything());
    assert_says(&said, &["refuses `opened` of version 1: no last name", "    name: \"Ann\"\n"]);
    let said =
        message_of(|| known().stored("deposited.euros", 0..=i64::MAX).upcasts_take_everything());
    assert_says(&said, &["an upcaster of `deposited` of version 1 panics", "overflow"]);
}

#[test]
fn an_upcaster_that_refuses_is_told_how_to_say_what_was_stored() {
    let said = message_of(|| Laws::<Account>::new().upcasts_take_everything());
    assert_says(&said, &["no last name", "`laws!(.., stored = [(\"opened.name\", [..])])`"]);
}

#[test]
fn what_cannot_be_made_up_is_told_by_what_was_stored() {
    let laws = || {
        Laws::<Account>::new()
            .stored("opened.name", ["Ann Lee", "Bo Yi"])
            .stored("deposited.euros", 0..=1_000)
    };
    let opened = || laws().stored("opened.code", ["EUR", "USD"]).stored("opened.rate", [1.5, 2.0]);
    opened().stored("linked.to.[]", IBANS).upcasts_take_everything();
    let said = message_of(|| opened().stored("linked.to.[]", ["DE02"]).upcasts_take_everything());
    assert_says(
        &said,
        &[
            "`to.[]`: \"DE02\", which `stored` names, is refused: an IBAN has 22 characters",
            "`laws!(.., stored = [(\"linked.to.[]\", [..])])`",
        ],
    );
}

#[test]
fn a_place_is_forgotten_by_the_values_that_were_tried() {
    let laws = known().stored("opened.code", ["GBP", "CHF"]);
    let said = message_of(|| laws.upcasts_lose_nothing());
    assert_says(
        &said,
        &[
            "forget `code`: whichever of 2 values was tried there, they make the same event",
            "as with `code` of \"CHF\", \"GBP\"\n",
            "dropped = [\"opened.code\"]",
        ],
    );
    assert!(!said.contains("stored ="), "what is stored was said already:\n{said}");
    let laws = Laws::<Account>::new().stored("opened.name", ["Ann Lee", "Bo Yi"]);
    let said = message_of(|| laws.upcasts_lose_nothing());
    assert_says(
        &said,
        &["forget `code`: whichever of ", "`laws!(.., stored = [(\"opened.code\", [..])])`"],
    );
}

mod unnamed {
    use super::*;

    #[derive(Event, Debug, PartialEq, Serialize, Deserialize)]
    enum MeterEvent {
        #[event(version = 2, upcast = read_v1)]
        Read(i64),
    }

    fn read_v1(old: i64) -> Result<MeterEvent, &'static str> {
        (0..10).contains(&old).then_some(MeterEvent::Read(old)).ok_or("off the scale")
    }

    #[derive(Aggregate, Debug, PartialEq)]
    struct Meter {
        #[id]
        number: u64,
        sum: i64,
    }

    #[fold]
    impl Apply for Meter {
        type Event = MeterEvent;

        fn apply(&mut self, event: MeterEvent) {
            let MeterEvent::Read(value) = event;
            self.sum += value;
        }
    }

    #[test]
    fn an_event_of_one_unnamed_field_is_stored_as_a_value() {
        let said = message_of(|| Laws::<Meter>::new().upcasts_take_everything());
        assert_says(&said, &["off the scale", "`laws!(.., stored = [(\"read.\", [..])])`"]);
        let laws = Laws::<Meter>::new().stored("read.", 0..10);
        laws.upcasts_take_everything();
        laws.upcasts_lose_nothing();
    }
}

#[test]
fn a_place_that_has_a_single_value_is_not_forgotten() {
    known().stored("opened.code", ["EUR"]).stored("deposited.euros", [5]).upcasts_lose_nothing();
}

#[test]
fn if_no_value_can_be_upcast_it_is_not_known_what_is_lost() {
    let laws = known().stored("opened.name", ["Ann", "Bo"]);
    let said = message_of(|| laws.upcasts_lose_nothing());
    assert_says(
        &said,
        &[
            "was not tested for the law «upcasts lose nothing»",
            "of `opened` of version 1 no value became an event",
            "no last name",
        ],
    );
}

#[test]
fn a_place_that_no_older_version_has_is_an_error() {
    for law in [Laws::upcasts_take_everything, Laws::upcasts_lose_nothing] {
        for wrong in ["opened.naem", "opend.name", "opened.first", "opened", "linked.to.[].x"] {
            let said = message_of(|| law(&known().stored(wrong, ["Ann Lee"])));
            assert_says(
                &said,
                &[
                    &format!("`stored` names `{wrong}`, which no older version of the events"),
                    "    deposited.euros\n    linked.to\n    linked.to.[]\n    opened.code\n",
                ],
            );
        }
        let said = message_of(|| law(&known().stored("opened.name", Vec::<String>::new())));
        assert_says(&said, &["`stored` names no values of `opened.name`"]);
    }
}
