//! What can be made up, and what is said about the rest.

use core::{fmt::Debug, num::NonZeroU8, time::Duration};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    net::IpAddr,
    time::SystemTime,
};

use patterns_core::testing::{any_value, made_up};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use serde::{
    Deserialize, Serialize,
    de::{DeserializeOwned, Error as _},
};

const SEEDS: u64 = 300;

fn values<T: DeserializeOwned + 'static>() -> Vec<T> {
    (0..SEEDS).map(|seed| made_up(seed).unwrap()).collect()
}

/// Whether something of the kind is among the values.
#[track_caller]
fn among<T: DeserializeOwned + Debug + 'static>(what: &str, is: impl Fn(&T) -> bool) {
    assert!(values::<T>().iter().any(is), "{what}");
}

#[test]
fn numbers_are_small_mostly_and_reach_the_ends() {
    let small = values::<i64>().iter().filter(|number| number.unsigned_abs() <= 10).count();
    assert!(small > SEEDS as usize / 2, "{small}");
    among("zero", |number: &i64| *number == 0);
    among("a negative one", |number: &i8| *number < 0);
    among("the largest", |number: &u128| *number == u128::MAX);
    among("the least", |number: &i128| *number == i128::MIN);
    among("a part", |number: &f64| number.fract() != 0.0);
    assert!(
        values::<f32>().iter().all(|number| number.is_finite()),
        "only numbers that equal themselves"
    );
}

#[test]
fn texts_are_short_and_odd() {
    among("an empty one", String::is_empty);
    among("one that is not ASCII", |text: &String| !text.is_ascii());
    among("one longer than its shortest encoding", |text: &String| text.len() > 31);
    among("four bytes", |character: &char| character.len_utf8() == 4);
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Everything {
    numbers: (u8, i16, u32, i64, f32),
    list: Vec<Option<Newtype>>,
    array: [u8; 3],
    map: HashMap<String, BTreeMap<Kind, bool>>,
    set: BTreeSet<char>,
    #[serde(rename = "type", alias = "aaa", alias = "zzz")]
    kind: Kind,
    #[serde(default)]
    shared: Box<str>,
    unit: (),
    #[serde(skip)]
    skipped: u8,
    result: Result<u8, String>,
    elapsed: Duration,
    time: SystemTime,
    address: IpAddr,
    empty: Empty,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Newtype(Box<str>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Empty;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Kind {
    #[serde(alias = "nothing", alias = "Zilch")]
    Unit,
    Newtype(u8),
    Tuple(u8, String),
    Struct {
        inner: Option<Box<Kind>>,
    },
}

#[test]
fn values_of_every_shape_are_made_up() {
    let all = values::<Everything>();
    let any = |is: &dyn Fn(&Everything) -> bool| all.iter().any(is);
    for kind in ["Unit", "Newtype", "Tuple", "Struct"] {
        assert!(any(&|value| format!("{:?}", value.kind).starts_with(kind)), "{kind}");
    }
    assert!(any(&|value| value.list.len() == 3 && value.list.contains(&None)));
    assert!(any(&|value| value.map.len() > 1 && value.result.is_err() && value.address.is_ipv6()));
    assert!(all.iter().all(|value| value.skipped == 0));
    let bytes = rmp_serde::to_vec_named(&all).unwrap();
    assert_eq!(rmp_serde::from_slice::<Vec<Everything>>(&bytes).unwrap(), all);
}

#[derive(Debug, Deserialize)]
enum Tree {
    Node(Box<Tree>, Vec<Tree>, Box<Tree>),
    Leaf,
}

impl Tree {
    fn depth(&self) -> usize {
        match self {
            Self::Leaf => 1,
            Self::Node(left, all, right) => {
                let all = all.iter().chain([&**left, &**right]);
                1 + all.map(Self::depth).max().unwrap_or_default()
            }
        }
    }
}

#[test]
fn types_that_contain_themselves_have_an_end() {
    let depths: Vec<_> = values::<Tree>().iter().map(Tree::depth).collect();
    assert!(depths.iter().max() > Some(&3), "{depths:?}");
}

#[derive(Debug, Deserialize)]
struct Endless(#[allow(dead_code, reason = "shown only")] Box<Endless>);

#[derive(Debug, Deserialize)]
enum Never {}

/// A number that is checked when it is read.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Iban(#[allow(dead_code, reason = "shown only")] String);

impl TryFrom<String> for Iban {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        if text.len() == 22 { Ok(Self(text)) } else { Err("an IBAN has 22 characters") }
    }
}

#[derive(Debug, Deserialize)]
struct Transfer {
    #[serde(rename = "to")]
    _to: Vec<(u8, Iban)>,
}

#[test]
fn what_cannot_be_made_up_is_named() {
    let said = made_up::<Endless>(1).unwrap_err().to_string();
    assert!(said.contains("Endless") && said.contains("without an end"), "{said}");
    let said = made_up::<Never>(1).unwrap_err().to_string();
    assert!(said.contains("no variants"), "{said}");
    let refused = (1..20).find_map(|seed| made_up::<Transfer>(seed).err());
    // An empty list is a transfer, too, and is what remains when nothing else will do.
    assert_eq!(refused, None);
    let said = made_up::<Iban>(1).unwrap_err().to_string();
    assert!(said.contains("Iban") && said.contains("an IBAN has 22 characters"), "{said}");
    let said = made_up::<(u8, Option<u8>, BTreeMap<u8, u8>, Checked)>(3).unwrap_err().to_string();
    assert!(said.contains("`[].account`: an IBAN has 22 characters"), "{said}");
}

#[derive(Debug, Deserialize)]
struct Checked {
    #[serde(rename = "account")]
    _account: Iban,
}

/// Sixteen bytes, as identifiers have that are made at random.
#[derive(Debug, PartialEq)]
struct Sixteen([u8; 16]);

impl<'de> Deserialize<'de> for Sixteen {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Sixteen;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("16 bytes")
            }

            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Sixteen, E> {
                let bytes = bytes.try_into();
                bytes.map(Sixteen).map_err(|_| E::custom("16 bytes are needed"))
            }
        }
        from.deserialize_bytes(Visitor)
    }
}

fn date<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let text = String::deserialize(from)?;
    let parts: Vec<u32> = text.split('-').flat_map(str::parse).collect();
    match *parts {
        [year, month @ 1..=12, day @ 1..=31] if text.len() == 10 => {
            Ok(year * 10_000 + month * 100 + day)
        }
        _ => Err(D::Error::custom("not a date")),
    }
}

#[derive(Debug, Deserialize)]
struct Strict {
    more: Vec<String>,
    number: NonZeroU8,
    #[serde(deserialize_with = "date")]
    from: u32,
    #[serde(deserialize_with = "date")]
    until: u32,
    id: Box<Sixteen>,
    after: String,
}

#[test]
fn what_is_refused_is_made_up_otherwise() {
    for value in values::<Strict>() {
        assert!(
            value.number.get() > 0
                && value.from > 0
                && value.until > 0
                && *value.id != Sixteen([1; 16]),
            "{value:?}"
        );
    }
    among("what comes before differs", |value: &Strict| value.more.len() == 3);
    among("what comes after differs", |value: &Strict| !value.after.is_ascii());
}

#[derive(Debug, PartialEq, Deserialize)]
struct Flat {
    id: u8,
    #[serde(flatten)]
    inner: Inner,
    #[serde(flatten)]
    rest: HashMap<String, u8>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Inner {
    elapsed: Duration,
    name: String,
    amount: i64,
    open: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "kind")]
enum Internal {
    Card { number: String, limit: u32 },
    Cash,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", content = "what")]
enum Adjacent {
    Card { number: String, limit: u32 },
    Pair(u8, bool),
    Cash,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Number(u64),
    Text(String),
}

#[test]
fn fields_that_are_not_named_beforehand_are_found_out() {
    assert_eq!(values::<Flat>().len(), SEEDS as usize);
    among("a card", |value: &Internal| matches!(value, Internal::Card { .. }));
    among("cash", |value: &Internal| *value == Internal::Cash);
    among("a card", |value: &Adjacent| matches!(value, Adjacent::Card { .. }));
    among("a pair", |value: &Adjacent| matches!(value, Adjacent::Pair(..)));
    among("a number", |value: &Untagged| matches!(value, Untagged::Number(_)));
    among("a text", |value: &Untagged| matches!(value, Untagged::Text(_)));
}

#[test]
fn one_seed_makes_one_value() {
    for seed in 0..SEEDS {
        assert_eq!(made_up::<Everything>(seed).unwrap(), made_up(seed).unwrap());
    }
    assert!(values::<u64>().iter().collect::<BTreeSet<_>>().len() > 20);
}

#[test]
fn values_become_simpler() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..20 {
        let mut tree = any_value::<Vec<(u16, String)>>().new_tree(&mut runner).unwrap();
        while tree.simplify() {}
        assert_eq!(tree.current(), []);
        let mut tree = any_value::<u32>().new_tree(&mut runner).unwrap();
        let fails = |number: u32| number >= 7;
        if !fails(tree.current()) {
            continue;
        }
        let mut smallest = tree.current();
        let mut goes_on = tree.simplify();
        while goes_on {
            goes_on = if fails(tree.current()) {
                smallest = tree.current();
                tree.simplify()
            } else {
                tree.complicate()
            };
        }
        assert_eq!(smallest, 7);
    }
}
