//! Changes that need no thought: everything that is stored is still read, as what it was.

use super::{code, differences, lock, shown};
use crate::schema_lock::compare;

/// What is said where nothing breaks.
#[track_caller]
pub(super) fn adds(before: &str, after: &str) -> Vec<String> {
    let (breaking, additions) = differences(before, after);
    assert!(breaking.is_empty(), "{breaking:#?}");
    additions
}

fn event(fields: &str) -> String {
    format!("event moved\n  version 1\n    {}", fields.replace('\n', "\n    "))
}

#[test]
fn nothing_changed() {
    let event = event("amount: i64\nto: Address\nstruct Address\n  city: String");
    assert!(adds(&event, &event).is_empty());
}

#[test]
fn events_and_their_names() {
    let opened = "event opened\n  version 1";
    assert_eq!(
        adds(opened, &format!("{opened}\nevent closed\n  version 1")),
        ["account, event `closed`, version 1: the event is new"]
    );
    assert_eq!(
        adds(opened, "event begun | opened\n  version 1"),
        ["account, event `begun`, version 1: the event was called `opened`"]
    );
    assert_eq!(
        adds(opened, "event opened | begun\n  version 1"),
        ["account, event `opened`, version 1: the alias `begun` is new"]
    );
    assert_eq!(
        adds(opened, "event opened\n  version 2"),
        ["account, event `opened`, version 2: the version is new"]
    );
}

#[test]
fn e7_a_retired_event_may_come_back() {
    let (opened, retired) = ("event opened\n  version 1", "event opened, retired\n  version 1");
    assert_eq!(adds(opened, retired), ["account, event `opened`, version 1: the event is retired"]);
    assert_eq!(
        adds(retired, opened),
        ["account, event `opened`, version 1: the event is not retired any more"]
    );
}

#[test]
fn aggregates() {
    let (breaking, additions) =
        shown(compare(&Default::default(), &code("event opened\n  version 1")));
    assert_eq!((breaking.len(), additions), (0, vec!["account: the aggregate is new".to_owned()]));
    assert!(compare(&lock(""), &code("")).is_empty());
}

#[test]
fn fields() {
    let before = event("amount: i64");
    for (after, said) in [
        ("amount: i64\nmemo?: Option<String>", "field `memo` is new"),
        ("amount?: i64", "field `amount` may be missing"),
        ("amount | sum: i64", "field `amount` has the new alias `sum`"),
        ("cents | amount: i64", "field `cents` has the new alias `amount`"),
        (
            "amount: Option<i64>",
            "field `amount` was `i64` and is `Option<i64>`, which reads as much",
        ),
    ] {
        assert_eq!(
            adds(&before, &event(after)),
            [format!("account, event `moved`, version 1: {said}")]
        );
    }
    assert_eq!(adds(&event("# nothing"), &event("memo?: String")).len(), 1);
    assert_eq!(adds(&event(".0: u8\n.1: u8"), &event(".0: u8\n.1: u8\n.2?: u8")).len(), 1);
    assert_eq!(
        adds(&event("undeclared"), &before),
        ["account, event `moved`, version 1: what it looks like is declared"]
    );
}

/// A lock that says nothing of it may be older than the code that says it.
#[test]
fn functions_that_fill_in_what_is_missing() {
    for (before, after) in [("memo?", "memo? = none"), ("memo?", "memo? = none | note")] {
        let field = |name: &str| event(&format!("{name}: String"));
        let additions = adds(&field(before), &field(after));
        let said = "account, event `moved`, version 1: field `memo` is filled in by `none` where it is missing";
        assert!(additions.contains(&said.to_owned()), "{additions:#?}");
    }
    assert_eq!(
        adds(&event("memo: String"), &event("memo? = none: String")),
        ["account, event `moved`, version 1: field `memo` may be missing"]
    );
}

#[test]
fn types_that_read_as_much() {
    for (before, after) in [
        ("u8", "u64"),
        ("Box<String>", "String"),
        ("Vec<u8>", "VecDeque<u16>"),
        ("BTreeSet<u8>", "Vec<u8>"),
        ("HashMap<String, (u8, f32)>", "BTreeMap<String, (u8, f64)>"),
        ("Option<u8>", "Option<u16>"),
        ("[i8; 2]", "[i16; 2]"),
    ] {
        let field = |ty: &str| event(&format!("amount: {ty}"));
        assert_eq!(adds(&field(before), &field(after)).len(), 1, "{before} as {after}");
    }
}

#[test]
fn types_of_ones_own() {
    let field = |text: &str| event(&format!("to: {text}"));
    // Stored as its only field.
    assert_eq!(adds(&field("i64"), &field("Cents\nstruct Cents\n  = i64")).len(), 1);
    assert_eq!(adds(&field("Vec<Cents>\nstruct Cents\n  = i32"), &field("Vec<i64>")).len(), 1);
    // Called otherwise.
    assert_eq!(
        adds(
            &field("City\nstruct City\n  name: String"),
            &field("Town\nstruct Town\n  name: String")
        )
        .len(),
        1
    );
    // The fields of the event, as a struct.
    let folded = event("= Moved\nstruct Moved\n  to: String");
    assert!(adds(&field("String"), &folded).is_empty());
    let within = |said| vec![format!("account, event `moved`, version 1, type `City`: {said}")];
    assert_eq!(
        adds(&field("City"), &field("City\nstruct City\n  name: String")),
        within("what it looks like is declared")
    );
    let city = |variants: &str| field(&format!("City\nenum City\n  variant Ulm{variants}"));
    assert_eq!(adds(&city(""), &city("\n  variant Bonn")), within("variant `Bonn` is new"));
    assert_eq!(
        adds(&city(""), &city(" | Neu-Ulm")),
        [
            "account, event `moved`, version 1, type `City`, variant `Ulm`: the alias `Neu-Ulm` is new"
        ]
    );
}

/// A type that holds itself is compared all the same.
#[test]
fn types_without_end() {
    let tree = |field: &str| {
        event(&format!(
            "to: Tree\nstruct Tree\n  {field}: Vec<Tree>\n  value: Endless\nstruct Endless\n  = Box<Endless>"
        ))
    };
    assert!(adds(&tree("children"), &tree("children")).is_empty());
    let (breaking, _) = differences(&tree("children"), &tree("branches"));
    assert_eq!(breaking.len(), 2, "{breaking:#?}");
    let other = event(
        "to: Tree\nstruct Tree\n  children: Vec<Tree>\n  value: Other\nstruct Other\n  = Box<Other>",
    );
    let (breaking, _) = differences(&tree("children"), &other);
    assert_eq!(breaking.len(), 1, "{breaking:#?}");
}
