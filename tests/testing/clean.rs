//! Aggregates that keep all laws are not accused, whatever is made up.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt::Debug,
    time::Duration,
};

use data_patterns::{
    prelude::*,
    testing::{
        Laws, laws,
        proptest::{self, prelude::*},
    },
};
use serde::de::DeserializeOwned;

/// Collections without an order, numbers that do not equal themselves, and values of every kind.
#[derive(Aggregate, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[aggregate(snapshot(every = 2))]
#[cached(ttl = 60)]
struct Cart {
    #[id]
    #[shard_key]
    shop: String,
    #[id]
    number: u64,
    lines: HashMap<String, HashSet<char>>,
    total: f64,
    ratio: Option<f64>,
    history: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    text: String,
    tags: HashSet<char>,
    price: f32,
    amounts: BTreeMap<u8, i128>,
    #[serde(flatten)]
    more: More,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct More {
    note: Option<String>,
    weight: Duration,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub(crate) enum Kind {
    Physical { grams: u32 },
    Download { url: String, bytes: u64 },
    Voucher,
}

#[events]
impl Cart {
    fn added(&mut self, line: Line) {
        self.lines.entry(line.text.clone()).or_default().extend(&line.tags);
        self.total += f64::from(line.price);
        self.history.push(line);
    }

    #[event(name = "taken_out", alias = "removed", version = 2, upcast = removed_from_v1)]
    fn removed(&mut self, text: Option<Box<str>>, #[serde(default, alias = "menge")] count: u16) {
        match text {
            Some(text) => drop(self.lines.remove(&*text)),
            None => self.history.truncate(usize::from(count)),
        }
    }

    fn split(&mut self, parts: f64) {
        let total = self.total;
        self.ratio = Some(total / self.total * parts); // `NaN`, at a total of zero
    }

    fn emptied(&mut self) {
        self.lines.clear();
    }
}

/// Every field of it is in today's event, in some way.
#[derive(Deserialize)]
struct RemovedV1 {
    text: Option<String>,
    count: Count,
    urgent: bool,
    #[serde(rename = "by")]
    _by: Vec<String>,
}

#[derive(Deserialize)]
enum Count {
    Some(u8),
    All,
}

fn removed_from_v1(old: RemovedV1) -> CartEvent {
    let count = match old.count {
        Count::Some(count) => count.into(),
        Count::All => u16::MAX,
    };
    let text = if old.urgent { old.text.map(|text| text + "!") } else { old.text };
    CartEvent::removed(text.map(String::into_boxed_str), count)
}

#[commands]
impl Cart {
    fn add(&self, line: Line) -> [CartEvent; 1] {
        [CartEvent::added(line)]
    }

    fn remove(&self, text: &str) -> Result<Option<CartEvent>, NotThere> {
        let there = self.lines.contains_key(text) || text.is_empty();
        if !there {
            return Err(NotThere { seen: self.lines.len() });
        }
        Ok(Some(CartEvent::removed(Some(text.into()), 1)))
    }

    fn empty(&self) -> Option<CartEvent> {
        (!self.lines.is_empty()).then(CartEvent::emptied)
    }
}

#[derive(Debug)]
#[allow(dead_code, reason = "shown only")]
struct NotThere {
    seen: usize,
}

laws!(Cart, dropped = ["taken_out.by", "taken_out.by.[]"]);
laws!(
    Cart,
    name = cart_commands,
    cases = 100,
    dropped = ["taken_out.by", "taken_out.by.[]"],
    id = ("Berlin".to_owned(), 7),
    commands = [
        |cart, line: Line| cart.add(line),
        |cart, text: String| cart.remove(&text),
        |cart: &Cart| cart.empty(),
    ]
);

/// Nothing is declared but what must be.
#[derive(Aggregate, Debug, PartialEq)]
struct Light {
    #[id]
    room: [u8; 4],
    on: bool,
}

#[events(derive(Debug, PartialEq))]
impl Light {
    fn switched(&mut self) {
        self.on = !self.on;
    }
}

laws!(Light);

/// Histories by a strategy: nothing is ever moved out that was not moved in.
#[derive(Aggregate, Debug, PartialEq, Serialize, Deserialize)]
#[aggregate(snapshot(every = 10))]
struct Stock {
    #[id]
    item: u32,
    count: u8,
}

#[events]
impl Stock {
    fn arrived(&mut self, count: u8) {
        self.count += count;
    }

    fn left(&mut self, count: u8) {
        self.count -= count;
    }
}

fn deliveries() -> impl Strategy<Value = Vec<StockEvent>> {
    let counts = proptest::collection::vec(0..20_u8, 0..6);
    counts.prop_map(|counts| {
        counts
            .into_iter()
            .flat_map(|count| [StockEvent::arrived(count), StockEvent::left(count)])
            .collect()
    })
}

laws!(Stock, histories = deliveries());
laws!(Stock, name = arrivals, events = (0..5_u8).prop_map(StockEvent::arrived));

/// A state with a parameter, which its events have, too.
#[derive(Aggregate, Debug, PartialEq)]
struct Inbox<M: Message> {
    #[id]
    owner: String,
    messages: Vec<M>,
}

trait Message:
    Clone + Debug + PartialEq + Send + Sync + Serialize + DeserializeOwned + 'static
{
}

impl Message for (u8, String) {}

#[events]
#[serde(bound = "")]
impl<M: Message> Inbox<M> {
    fn received(&mut self, message: M) {
        self.messages.push(message);
    }
}

laws!(Inbox<(u8, String)>, cases = 50);

/// No false alarms over many seeds; each law makes up other cases at every call.
#[test]
fn clean_aggregates_keep_their_laws_over_many_seeds() {
    for _ in 0..12 {
        let laws = Laws::<Cart>::new().cases(10);
        laws.events_come_back_as_they_were();
        laws.replaying_again_gives_the_same_state();
        laws.snapshots_hold_the_whole_state();
        let laws = Laws::<Light>::new().cases(50);
        laws.replaying_again_gives_the_same_state();
    }
}
