//! Where all the names would lie, by range and by hash: nothing but two customers is stored for it.

use std::{collections::BTreeMap, path::Path};

use data_patterns::{
    aggregate::IntoId,
    key::Place,
    prelude::*,
    shard::{
        KeyspaceId, Node, NodeId, ShardedStore,
        skew::{Analyzer, Chart, compare},
    },
};

use crate::{
    customer::{Customer, Filed, FiledEvent},
    names::Names,
    report::{Failure, check, grouped, percent},
};

/// Names and people by node.
type Spread = BTreeMap<NodeId, (u64, u64)>;

/// Prints and checks both distributions.
pub(crate) async fn show(names: &Names, directory: &Path) -> Result<(), Failure> {
    let db = data_patterns::open_sharded(directory, ["left", "right"].map(Node::new))?;
    let shards = db.shards().ok_or("not sharded")?;
    // A type is in the map from its first stream on.
    db.aggregate::<Filed>(("A".to_owned(), 1)).record(FiledEvent::came()).await?;
    db.aggregate::<Customer>(("A".to_owned(), 1)).buy(1).await?;

    println!("a. {} surnames, {} people", count(names), grouped(names.people()));
    let by_range = spread::<Filed>(names, shards)?;
    let by_hash = spread::<Customer>(names, shards)?;
    table("by range, A-M and N-Z", &by_range, names);
    table("by hash", &by_hash, names);
    let share = |spread: &Spread| -> Vec<(String, f64)> {
        let share = |people: u64| people as f64 * 100.0 / names.people() as f64;
        spread.iter().map(|(node, (_, people))| (node.to_string(), share(*people))).collect()
    };
    let chart = Chart::new("People by node", "%");
    let chart = chart.series("by range", &share(&by_range)).series("by hash", &share(&by_hash));
    println!("\n{}", chart.text(100));
    check_range(names, &by_range)?;
    analyses(names)
}

fn count(names: &Names) -> String {
    grouped(names.iter().count() as u64)
}

fn place<A: Aggregate>(name: &str) -> Result<Place, Failure>
where
    (String, u32): IntoId<A::Id>,
{
    let route = A::route(&(name.to_owned(), 1).into_id());
    route.map(|route| route.place()).ok_or_else(|| "the type has no shard key".into())
}

/// What each node would have of all the names.
fn spread<A: Aggregate>(names: &Names, shards: &ShardedStore) -> Result<Spread, Failure>
where
    (String, u32): IntoId<A::Id>,
{
    let map = shards.map();
    let keyspace = keyspace_of::<A>(shards)?;
    let keyspace = map.keyspace(keyspace).ok_or("no keyspace")?;
    let mut spread = Spread::new();
    for (name, bearers) in names.iter() {
        let owner = keyspace.owner(place::<A>(name)?).ok_or("a place without a node")?;
        let (names, people) = spread.entry(owner.clone()).or_default();
        (*names, *people) = (*names + 1, *people + bearers);
    }
    Ok(spread)
}

fn keyspace_of<A: Aggregate>(shards: &ShardedStore) -> Result<KeyspaceId, Failure> {
    let policy = A::SHARDING.ok_or("the type has no shard key")?;
    let map = shards.map();
    let keyspace = map.keyspace_named(policy.keyspace(A::NAME)).ok_or("no keyspace")?;
    Ok(keyspace.id())
}

fn table(what: &str, spread: &Spread, names: &Names) {
    let all = names.iter().count() as u64;
    println!("\n   {what:<24} {:>10} {:>8} {:>14} {:>8}", "names", "", "people", "");
    for (node, (count, people)) in spread {
        println!(
            "   {:<24} {:>10} {:>8} {:>14} {:>8}",
            node.to_string(),
            grouped(*count),
            percent(*count, all),
            grouped(*people),
            percent(*people, names.people())
        );
    }
}

/// The alphabet says itself what a range must have.
fn check_range(names: &Names, spread: &Spread) -> Result<(), Failure> {
    let halves = names.iter().fold([(0, 0); 2], |mut halves, (name, bearers)| {
        if let Some((names, people)) = halves.get_mut(usize::from(name >= "N")) {
            (*names, *people) = (*names + 1, *people + bearers);
        }
        halves
    });
    let mut found: Vec<_> = spread.values().copied().collect();
    found.sort_unstable();
    let mut expected = halves.to_vec();
    expected.sort_unstable();
    check(found == expected, || format!("by range {found:?}, by the alphabet {expected:?}"))
}

/// What is said of the key before anything is stored.
fn analyses(names: &Names) -> Result<(), Failure> {
    let mut by_hash = Analyzer::new("surname by hash");
    let mut by_range = Analyzer::new("surname by range");
    for (name, bearers) in names.iter() {
        by_hash.add(name, place::<Customer>(name)?, bearers);
        by_range.add(name, place::<Filed>(name)?, bearers);
    }
    let candidates = [by_hash.finish(2), by_range.finish(2)];
    println!("{}", compare(&candidates));
    let (heaviest, bearers) = names.heaviest();
    let share = bearers as f64 / names.people() as f64;
    for candidate in &candidates {
        let top = candidate.top.first().ok_or("no heaviest key")?;
        let holds = top.key == heaviest && (top.least..=top.most).contains(&share);
        check(holds, || format!("{top:?} is not {heaviest} with {share}"))?;
    }
    Ok(())
}
