//! The lock holds the fields of older versions, and what upcasters take is compared with them: before any such event is met in a store.

use data_patterns::{
    prelude::*,
    schema_lock::{compare, declared, parse},
};

#[derive(Aggregate)]
struct Account {
    #[id]
    number: String,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "what an upcaster leaves out it takes first")]
struct MovedV1 {
    #[serde(alias = "destination")]
    to: AddressV1,
    #[serde(default)]
    stops: Vec<StopV1>,
    distance: Option<u64>,
    by: By,
    note: Option<Note>,
    cost: Cents,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "as above")]
struct AddressV1 {
    #[serde(alias = "town", alias = "village")]
    city: String,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "as above")]
struct StopV1 {
    place: Option<AddressV1>,
}

#[derive(Deserialize)]
enum By {
    Train,
    #[expect(dead_code, reason = "as above")]
    Car {
        plate: String,
        weight: (u8, u8),
    },
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "as above")]
struct Cents(i64);

/// Reads itself, from a text that not everything is.
struct Note;

impl<'de> Deserialize<'de> for Note {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let date = text.strip_prefix("on ").ok_or_else(|| serde::de::Error::custom("no date"))?;
        assert!(!date.is_empty());
        Ok(Self)
    }
}

fn from_v1(old: MovedV1) -> AccountEvent {
    assert!(!matches!(old.by, By::Train), "no upcaster is called");
    AccountEvent::moved()
}

#[events]
impl Account {
    #[event(version = 2, upcast = from_v1)]
    fn moved(&mut self) {
        self.number.clear();
    }
}

const STORED: &str = "patterns-lock 1
aggregate account
  event moved
    version 1
      by: By
      cost: i64
      destination: Address
      distance: Option<u32>
      note?: Option<String>
      stops?: Vec<Stop>
      struct Address
        city: String
      struct Stop
        place?: Option<Address>
    version 2
";

/// What is found when this is stored in version 1.
fn findings(stored: &str) -> Vec<String> {
    let lock = parse(stored).unwrap_or_else(|error| panic!("{error}\n{stored}"));
    compare(&lock, &[declared::<Account>()]).iter().map(ToString::to_string).collect()
}

/// What is found when a line is in the lock behind another one.
fn with(line: &str, behind: &str) -> Vec<String> {
    assert!(STORED.contains(behind));
    findings(&STORED.replace(behind, &format!("{behind}\n{line}")))
}

const PLACE: &str = "account, event `moved`, version 1";
const WHY: &str = "stored events of this version stop every reader of their streams";

#[test]
fn an_upcaster_that_takes_all_that_is_stored() {
    assert_eq!(findings(STORED), [""; 0]);
}

#[test]
fn e6_a_stored_field_that_no_upcaster_takes() {
    assert_eq!(
        with("      via: String", "cost: i64"),
        [format!(
            "{PLACE}: its upcaster does not take field `via`\n  why:   {WHY}\n  \
             write: the field `via` into what the upcaster from version 1 takes"
        )]
    );
    // Within what it takes, however deep.
    let zip = with("        zip: String", "city: String").join("\n");
    assert!(zip.contains("does not take field `destination.zip`"), "{zip}");
    assert!(zip.contains("does not take field `stops.place.zip`"), "{zip}");
    let time = with("        time: Time", "struct Stop").join("\n");
    assert!(time.contains("does not take field `stops.time`"), "{time}");
    // Of what is not taken nothing within is reported once more.
    let other = with("      origin: Address", "cost: i64");
    assert_eq!(other.len(), 1, "{other:#?}");
}

#[test]
fn e6_a_field_that_an_upcaster_needs_and_that_is_not_stored() {
    assert_eq!(
        findings(&STORED.replace("      cost: i64\n", "")),
        [format!(
            "{PLACE}: its upcaster needs field `cost`\n  why:   {WHY}\n  write: `#[serde(default)]` on it, or remove it"
        )]
    );
    // What may be missing is missing in some stored event.
    let by = findings(&STORED.replace("by: By", "by?: By"));
    assert!(by.len() == 1 && by[0].contains("its upcaster needs field `by`"), "{by:#?}");
}

#[test]
fn e6_a_field_that_an_upcaster_reads_as_another_type() {
    assert_eq!(
        findings(&STORED.replace("distance: Option<u32>", "distance: String")),
        [format!(
            "{PLACE}: its upcaster reads field `distance` as `Option<u64>`, and it is stored as `String`\n  why:   {WHY}\n  \
             write: `String` as its type"
        )]
    );
    for (stored, other) in [
        ("cost: i64", "cost: Option<i64>"),
        ("cost: i64", "cost: u64"),
        ("city: String", "city: u8"),
    ] {
        let found = findings(&STORED.replace(stored, other));
        assert!(
            found.iter().all(|text| text.contains("and it is stored as")) && !found.is_empty(),
            "{found:#?}"
        );
    }
    // What is narrower, or behind a function of the user's, is read.
    for (stored, other) in [
        ("cost: i64", "cost: i8"),
        ("distance: Option<u32>", "distance: u8"),
        ("by: By", "by: String"),
    ] {
        assert_eq!(findings(&STORED.replace(stored, other)), [""; 0]);
    }
}

/// A value of it cannot be made up by its first variants; the fields are looked at all the same.
#[derive(Deserialize)]
enum Endless {
    #[expect(dead_code, reason = "as above")]
    Again(Box<Endless>),
    #[expect(dead_code, reason = "as above")]
    End { note: String },
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "as above")]
struct RepeatedV1 {
    endless: Endless,
}

fn repeated(_: RepeatedV1) -> LoopEvent {
    LoopEvent::repeated()
}

#[derive(Aggregate)]
struct Loop {
    #[id]
    times: u64,
}

#[events]
impl Loop {
    #[event(version = 2, upcast = repeated)]
    fn repeated(&mut self) {
        self.times += 1;
    }
}

#[test]
fn a_type_that_holds_itself_is_made_up_to_an_end() {
    let stored = |fields: &str| {
        format!(
            "patterns-lock 1\naggregate loop\n  event repeated\n    version 1\n{fields}    version 2\n"
        )
    };
    let found =
        |fields: &str| compare(&parse(&stored(fields)).unwrap(), &[declared::<Loop>()]).len();
    assert_eq!(found("      endless: Endless\n"), 0);
    assert_eq!(found("      endless: Endless\n      other: u8\n"), 1);
}

mod corrected {
    use data_patterns::{event::Event as _, prelude::*};

    #[derive(Serialize, Deserialize)]
    pub(super) struct CountedV1 {
        pub(super) many: u32,
    }

    #[derive(Serialize, Deserialize, Event)]
    enum First {
        #[event(version = 2, upcast = wrong)]
        Counted { number: u32 },
    }

    #[derive(Serialize, Deserialize, Event)]
    enum Second {
        #[event(version = 2, upcast = right)]
        Counted { number: u32 },
    }

    #[derive(Serialize, Deserialize, Event)]
    enum Never {
        Counted { number: u32 },
    }

    fn wrong(old: CountedV1) -> First {
        First::Counted { number: old.many + 1 }
    }

    fn right(old: CountedV1) -> Second {
        Second::Counted { number: old.many }
    }

    /// A snapshot of what the wrong one made must not be used by the release that corrects it.
    #[test]
    fn e8_another_upcaster_is_another_fingerprint() {
        assert_ne!(First::UPCASTERS, Second::UPCASTERS);
        assert_ne!(First::UPCASTERS, Never::UPCASTERS);
    }
}

/// Events of one value, with flattened fields, and with fields that once had other names.
mod otherwise_stored {
    use super::{compare, declared, parse};
    use data_patterns::prelude::*;

    #[derive(Aggregate)]
    struct Person {
        #[id]
        number: String,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "what an upcaster leaves out it takes first")]
    struct Named {
        name: String,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "as above")]
    struct Flat {
        #[serde(flatten)]
        address: Address,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "as above")]
    struct Address {
        street: String,
    }

    fn named_v1(_: Named) -> PersonEvent {
        PersonEvent::named()
    }

    fn moved_v1(_: Flat) -> PersonEvent {
        PersonEvent::moved()
    }

    #[events]
    impl Person {
        #[event(version = 2, upcast = named_v1)]
        fn named(&mut self) {
            self.number.clear();
        }

        #[event(version = 2, upcast = moved_v1)]
        fn moved(&mut self) {
            self.number.clear();
        }
    }

    /// What is found when this is stored of version 1 of each.
    fn findings(named: &str, moved: &str) -> Vec<String> {
        let stored = format!(
            "patterns-lock 1\naggregate person\n  event moved\n    version 1\n{moved}    version 2\n  event named\n    version 1\n{named}    version 2\n"
        );
        let lock = parse(&stored).unwrap_or_else(|error| panic!("{error}\n{stored}"));
        compare(&lock, &[declared::<Person>()]).iter().map(ToString::to_string).collect()
    }

    const NAME: &str = "      name: String\n";
    const STREET: &str = "      street: String\n";

    #[test]
    fn e7_an_upcaster_that_takes_an_event_of_one_struct_fits() {
        let value = "      = Old\n      struct Old\n        name: String\n";
        assert_eq!(findings(value, STREET), [""; 0]);
        let more = findings(&format!("{value}        title: String\n"), STREET);
        assert!(
            matches!(&more[..], [one] if one.contains("does not take field `title`")),
            "{more:?}"
        );
        let less = findings("      = Old\n      struct Old\n        name?: String\n", STREET);
        assert!(matches!(&less[..], [one] if one.contains("needs field `name`")), "{less:?}");
    }

    #[test]
    fn e7_an_upcaster_that_takes_flattened_fields_fits() {
        let flat =
            "      address: Address #flatten\n      struct Address\n        street: String\n";
        assert_eq!(findings(NAME, flat), [""; 0]);
        let named = "      who: Who #flatten\n      struct Who\n        name: String\n";
        assert_eq!(findings(named, flat), [""; 0]);
        let less =
            findings("      who: Who #flatten\n      struct Who\n        first: String\n", flat);
        assert!(less.iter().any(|one| one.contains("needs field `name`")), "{less:?}");
        let unknown = "      all: HashMap<String, i64> #flatten\n";
        assert_eq!(findings(unknown, flat), [""; 0], "nobody knows what is among them");
    }

    #[test]
    fn e7_an_upcaster_takes_a_field_under_each_of_its_names() {
        let renamed = findings("      name | title: String\n", STREET);
        assert!(
            matches!(&renamed[..], [one] if one.contains("does not take field `title`")),
            "{renamed:?}"
        );
    }

    #[test]
    fn an_upcaster_of_fields_that_nobody_has_declared_is_not_judged() {
        assert_eq!(findings("      undeclared\n", "      undeclared\n"), [""; 0]);
    }
}

/// Fields that only the reader flattens, within what it takes.
mod flattened_within {
    use super::{compare, declared, parse};
    use data_patterns::prelude::*;

    #[derive(Aggregate)]
    struct Parcel {
        #[id]
        number: String,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "what an upcaster leaves out it takes first")]
    struct SentV1 {
        to: Place,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "as above")]
    struct Place {
        #[serde(flatten)]
        address: Address,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "as above")]
    struct Address {
        street: String,
    }

    fn sent_v1(_: SentV1) -> ParcelEvent {
        ParcelEvent::sent()
    }

    #[events]
    impl Parcel {
        #[event(version = 2, upcast = sent_v1)]
        fn sent(&mut self) {
            self.number.clear();
        }
    }

    #[test]
    fn e7_a_field_that_a_struct_within_needs_is_not_asked_of_the_event() {
        let stored = "patterns-lock 1\naggregate parcel\n  event sent\n    version 1\n      to: Place\n      struct Place\n        address: Address #flatten\n      struct Address\n        street: String\n    version 2\n";
        let found = compare(&parse(stored).unwrap(), &[declared::<Parcel>()]);
        assert_eq!(found, []);
    }
}
