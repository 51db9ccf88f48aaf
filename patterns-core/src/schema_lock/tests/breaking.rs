//! Every kind of change that breaks, with the words that explain it (promises E6 and E7).

use super::{code, differences, lock, shown};
use crate::schema_lock::compare;

/// The only finding that breaks.
#[track_caller]
fn breaks(before: &str, after: &str) -> String {
    let (mut breaking, _) = differences(before, after);
    assert_eq!(breaking.len(), 1, "{breaking:#?}");
    breaking.remove(0)
}

const DEPOSITED: &str = "event deposited\n  version 1\n    amount: i64";

#[test]
fn e7_an_aggregate_that_is_gone() {
    let before = lock(DEPOSITED);
    let mut after = code(DEPOSITED);
    after[0].aggregate = "bank_account".to_owned();
    let (breaking, additions) = shown(compare(&before, &after));
    assert_eq!(
        breaking,
        ["account: the aggregate is gone
  why:   its streams lie under this name, and nothing would look for them
  write: `#[aggregate(name = \"account\")]` on `bank_account`, if that is what it is called now"]
    );
    assert_eq!(additions, ["bank_account: the aggregate is new"]);
    let (breaking, _) = shown(compare(&before, &[]));
    assert_eq!(
        breaking,
        ["account: the aggregate is gone
  why:   its streams lie under this name, and nothing would look for them
  write: the type into the list of `schema_lock!` again; accept if no store holds such streams"]
    );
}

#[test]
fn e7_an_event_that_is_gone() {
    let after = "event opened\n  version 1\n    owner: String";
    assert_eq!(
        breaks(&format!("{DEPOSITED}\n{after}"), after),
        "account, event `deposited`, version 1: the event is gone
  why:   stored events of this name stop every reader of their streams
  write: keep the event as `#[event(retired)]`: it is replayed, and cannot be recorded again"
    );
}

#[test]
fn e7_an_event_that_is_called_otherwise() {
    assert_eq!(
        breaks(DEPOSITED, "event paid_in\n  version 1\n    amount: i64"),
        "account, event `deposited`, version 1: the event is gone
  why:   stored events of this name stop every reader of their streams
  write: `#[event(alias = \"deposited\")]` on `paid_in`, if that is what it is called now; else keep the event as `#[event(retired)]`"
    );
}

#[test]
fn e7_an_alias_of_an_event_that_is_gone() {
    assert_eq!(
        breaks("event paid_in | deposited\n  version 1", "event paid_in\n  version 1"),
        "account, event `paid_in`, version 1: the alias `deposited` is gone
  why:   events stored as `deposited` stop every reader of their streams
  write: `#[event(alias = \"deposited\")]` again"
    );
}

#[test]
fn e7_an_alias_that_another_event_has_taken() {
    let withdrawn = "event withdrawn\n  version 1\n    amount: i64";
    let before = format!("event deposited | paid_in\n  version 1\n    amount: i64\n{withdrawn}");
    let after = format!("{DEPOSITED}\n{}", withdrawn.replace("withdrawn", "withdrawn | paid_in"));
    let text = "account, event `deposited`, version 1: events stored as `paid_in` are read as `withdrawn` now
  why:   they are events of `deposited`, and would be replayed as others
  write: `#[event(alias = \"paid_in\")]` on `deposited` again, and on no other event";
    // Older code's own entry is of the same fields, and says nothing.
    let older = "event paid_in\n  version 1\n    amount: i64";
    assert_eq!(breaks(&format!("{before}\n{older}"), &after), text);
}

/// Whoever is called otherwise takes all the names along.
#[test]
fn e7_an_alias_goes_with_the_name_of_its_event() {
    let before = "event deposited | paid_in\n  version 1";
    let (breaking, _) = differences(before, "event credited | deposited | paid_in\n  version 1");
    assert!(breaking.is_empty(), "{breaking:#?}");
    let apart = "event credited | deposited\n  version 1\nevent paid_in\n  version 1";
    let text = breaks(before, apart);
    assert!(text.contains("events stored as `paid_in` are read as `paid_in` now"), "{text}");
    assert!(text.contains("`#[event(alias = \"paid_in\")]` on `credited` again"), "{text}");
}

#[test]
fn e6_a_version_that_went_down() {
    assert_eq!(
        breaks("event opened\n  version 3", "event opened\n  version 2"),
        "account, event `opened`, version 3: the event is back at version 2
  why:   what is stored in this version stops every reader, as written by newer code
  write: `#[event(version = 3)]` again"
    );
}

#[test]
fn e6_a_version_that_is_not_read_any_more() {
    let mut after = code("event opened\n  version 2");
    after[0].events[0].oldest = 2;
    let (breaking, _) = shown(compare(&lock("event opened\n  version 1\n  version 2"), &after));
    assert_eq!(
        breaking,
        ["account, event `opened`, version 1: only version 2 and later are read
  why:   what is stored in this version stops every reader of its stream
  write: `upcast(1 = ..)` and `oldest = 1`; accept if no store holds this version"]
    );
}

#[test]
fn e6_fields_that_are_stored_together_otherwise() {
    assert_eq!(
        breaks(DEPOSITED, "event deposited\n  version 1\n    = i64"),
        "account, event `deposited`, version 1: it was stored by name and is stored as one value
  why:   stored events do not decode, or are read as something else
  write: `#[event(version = 2, upcast = from_v1)]`, which converts it"
    );
    for (before, after, changed) in [
        (".0: i64\n    .1: i64", "= i64", "it was stored by place and is stored as one value"),
        ("= i64", "amount: i64", "it was stored as one value and is stored by name"),
        ("amount: i64", ".0: i64\n    .1: i64", "it was stored by name and is stored by place"),
        ("# nothing", "= i64", "it was stored without fields and is stored as one value"),
    ] {
        let event = |fields: &str| format!("event deposited\n  version 1\n    {fields}");
        let text = breaks(&event(before), &event(after));
        assert!(text.contains(changed), "{text}");
    }
}

#[test]
fn e6_a_field_that_is_gone() {
    assert_eq!(
        breaks(
            "event deposited\n  version 4\n    amount: i64\n    memo?: Option<String>",
            "event deposited\n  version 4\n    amount: i64"
        ),
        "account, event `deposited`, version 4: field `memo` is gone
  why:   stored events hold it, and it would be passed over in silence
  write: `#[event(version = 5, upcast = from_v4)]`, which takes it and leaves it out"
    );
    assert_eq!(
        breaks(
            "event moved\n  version 1\n    .0: String\n    .1: i64",
            "event moved\n  version 1\n    .0: String"
        ),
        "account, event `moved`, version 1: field `1` is gone
  why:   stored events do not decode and stop every reader of their streams
  write: `#[event(version = 2, upcast = from_v1)]`, which takes it and leaves it out"
    );
    let text = breaks(DEPOSITED, "event deposited\n  version 1");
    assert!(text.contains("field `amount` is gone"), "{text}");
}

#[test]
fn e6_a_field_that_is_called_otherwise() {
    let (breaking, _) = differences(DEPOSITED, "event deposited\n  version 1\n    cents: i64");
    assert_eq!(
        breaking,
        [
            "account, event `deposited`, version 1: field `amount` is gone
  why:   stored events hold it, and it would be passed over in silence
  write: `#[serde(alias = \"amount\")]` on `cents`, if that is what it is called now; else `#[event(version = 2, upcast = from_v1)]`, which takes it and leaves it out",
            "account, event `deposited`, version 1: field `cents` is new and must not be missing
  why:   stored events lack it, do not decode, and stop every reader of their streams
  write: `#[serde(default)]` on it, or `#[event(version = 2, upcast = from_v1)]`, which fills it in",
        ]
    );
}

#[test]
fn e6_an_alias_of_a_field_that_is_gone() {
    assert_eq!(
        breaks(
            "event deposited\n  version 1\n    cents | amount: i64",
            "event deposited\n  version 1\n    cents: i64"
        ),
        "account, event `deposited`, version 1: field `cents` has lost the alias `amount`
  why:   stored events may hold it under that name, and it would be passed over in silence
  write: `#[serde(alias = \"amount\")]` on it again"
    );
}

#[test]
fn e6_a_new_field_without_a_default() {
    assert_eq!(
        breaks(DEPOSITED, &format!("{DEPOSITED}\n    currency: String")),
        "account, event `deposited`, version 1: field `currency` is new and must not be missing
  why:   stored events lack it, do not decode, and stop every reader of their streams
  write: `#[serde(default)]` on it, or `#[event(version = 2, upcast = from_v1)]`, which fills it in"
    );
    let text = breaks(
        "event moved\n  version 1\n    .0: i64\n    .1: i64",
        "event moved\n  version 1\n    .0: i64\n    .1: i64\n    .2: i64",
    );
    assert!(text.contains("field `2` is new and must not be missing"), "{text}");
}

#[test]
fn e6_a_field_that_must_not_be_missing_any_more() {
    assert_eq!(
        breaks("event opened\n  version 1\n    owner?: String", "event opened\n  version 1\n    owner: String"),
        "account, event `opened`, version 1: field `owner` must not be missing any more
  why:   stored events may lack it; they do not decode and stop every reader of their streams
  write: `#[serde(default)]` on it again, or `#[event(version = 2, upcast = from_v1)]`, which fills it in"
    );
}

#[test]
fn e6_a_field_that_is_filled_in_otherwise_where_it_is_missing() {
    let event = |default: &str| format!("event paid\n  version 1\n    currency?{default}: String");
    assert_eq!(
        breaks(&event(" = eur"), &event(" = \"money::usd\"")),
        "account, event `paid`, version 1: field `currency` was filled in by `eur` where it is missing, and is by `money::usd`
  why:   stored events that lack it are read as something else
  write: `#[serde(default = \"eur\")]` on it again; accept if both fill in the same"
    );
    let text = breaks(&event(" = eur"), &event(""));
    let said = "field `currency` was filled in by `eur` where it is missing, and is not any more";
    assert!(text.contains(said), "{text}");
    // What cannot be missing any more is not filled in either.
    let text = breaks(&event(" = eur"), "event paid\n  version 1\n    currency: String");
    assert!(text.contains("field `currency` must not be missing any more"), "{text}");
}

#[test]
fn e6_a_field_of_another_type() {
    assert_eq!(
        breaks(DEPOSITED, "event deposited\n  version 1\n    amount: String"),
        "account, event `deposited`, version 1: field `amount` was `i64` and is `String`
  why:   stored events do not decode, or are read as something else
  write: `#[event(version = 2, upcast = from_v1)]`, which converts it"
    );
    for (before, after) in [
        ("i64", "i32"),
        ("Option<i64>", "i64"),
        ("Vec<u8>", "HashSet<u8>"),
        ("(u8, u8)", "(u8, u8, u8)"),
        ("[u8; 4]", "[u8; 8]"),
        ("Vec<String>", "Vec<Name>"),
        ("OffsetDateTime #with = \"rfc3339\"", "OffsetDateTime #with = \"timestamp\""),
    ] {
        let event = |ty: &str| format!("event deposited\n  version 1\n    amount: {ty}");
        assert!(breaks(&event(before), &event(after)).contains("and is `"));
    }
}

#[test]
fn e6_two_fields_that_are_read_as_one() {
    assert_eq!(
        breaks(
            "event named\n  version 1\n    first: String\n    name: String",
            "event named\n  version 1\n    name | first: String"
        ),
        "account, event `named`, version 1: fields `first` and `name` are both read as `name`
  why:   stored events hold both, do not decode, and stop every reader of their streams
  write: `#[event(version = 2, upcast = from_v1)]`, which converts it"
    );
}

#[test]
fn e6_shapes_that_are_not_declared_any_more() {
    assert_eq!(
        breaks(DEPOSITED, "event deposited\n  version 1\n    undeclared"),
        "account, event `deposited`, version 1: what it looks like is not declared any more
  why:   changes of its fields would not be noticed any more
  write: let `#[derive(Event)]` or `#[events]` declare it"
    );
    let event = "event moved\n  version 1\n    to: Vec<Address>";
    assert_eq!(
        breaks(&format!("{event}\n    struct Address\n      city: String"), event),
        "account, event `moved`, version 1, type `Address`: what it looks like is not declared any more
  why:   changes of its fields would not be noticed any more
  write: derive `Shape` for it again"
    );
}

/// An event with a field of the type `Address`.
fn moved(address: &str) -> String {
    format!(
        "event moved\n  version 1\n    to: Option<Address>\n    {}",
        address.replace('\n', "\n    ")
    )
}

#[test]
fn e6_a_field_of_a_type_within_that_is_gone() {
    let before =
        moved("struct Address\n  city: String\n  country: Country\nstruct Country\n  = String");
    let (breaking, _) = differences(&before, &moved("struct Address\n  city: String"));
    assert_eq!(
        breaking,
        ["account, event `moved`, version 1, type `Address`: field `country` is gone
  why:   stored events hold it, and it would be passed over in silence
  write: `#[event(version = 2, upcast = from_v1)]`, which takes it and leaves it out"]
    );
}

#[test]
fn e6_a_type_that_serde_writes_otherwise() {
    assert_eq!(
        breaks(&moved("enum Address #tag = \"kind\"\n  variant Home"), &moved("enum Address #untagged\n  variant Home")),
        "account, event `moved`, version 1, type `Address`: serde wrote it with `tag = \"kind\"` and writes it with `untagged`
  why:   stored events do not decode, or are read as something else
  write: `#[event(version = 2, upcast = from_v1)]`, which converts it"
    );
    let text = breaks(
        &moved("struct Address\n  city: String"),
        &moved("struct Address #untagged\n  city: String"),
    );
    assert!(
        text.contains("serde wrote it without attributes and writes it with `untagged`"),
        "{text}"
    );
}

#[test]
fn e6_a_struct_that_has_become_an_enum() {
    assert_eq!(
        breaks(&moved("struct Address\n  city: String"), &moved("enum Address\n  variant Home")),
        "account, event `moved`, version 1, type `Address`: a struct has become an enum, or an enum a struct
  why:   stored events do not decode, or are read as something else
  write: `#[event(version = 2, upcast = from_v1)]`, which converts it"
    );
}

#[test]
fn e6_a_variant_that_is_gone() {
    assert_eq!(
        breaks(
            &moved("enum Address\n  variant Home\n  variant Office"),
            &moved("enum Address\n  variant Home")
        ),
        "account, event `moved`, version 1, type `Address`: variant `Office` is gone
  why:   stored events do not decode and stop every reader of their streams
  write: keep it, or put `#[serde(alias = \"Office\")]` on the variant that stands for it"
    );
}

#[test]
fn e6_an_alias_of_a_variant_that_is_gone() {
    assert_eq!(
        breaks(&moved("enum Address\n  variant Home | House"), &moved("enum Address\n  variant Home")),
        "account, event `moved`, version 1, type `Address`, variant `Home`: the alias `House` is gone
  why:   stored events do not decode and stop every reader of their streams
  write: `#[serde(alias = \"House\")]` on it again"
    );
}

#[test]
fn e6_a_field_of_a_variant_that_is_gone() {
    let text = breaks(
        &moved("enum Address\n  variant Home\n    city: String\n    zip: String"),
        &moved("enum Address\n  variant Home\n    city: String"),
    );
    assert!(
        text.starts_with(
            "account, event `moved`, version 1, type `Address`, variant `Home`: field `zip` is gone"
        ),
        "{text}"
    );
    let text = breaks(
        &moved("enum Address\n  variant Home"),
        &moved("enum Address\n  variant Home\n    {}"),
    );
    assert!(
        text.contains("variant `Home`: it was stored without fields and is stored by name"),
        "{text}"
    );
}
