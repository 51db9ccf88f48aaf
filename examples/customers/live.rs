//! A hot key is found, isolated and moved, and a node is added, while customers come.

use std::{collections::BTreeSet, fs, path::Path, time::Duration};

use data_patterns::{
    prelude::*,
    shard::{
        Node, NodeId, Progress, RebalanceOptions, ShardedStore, open_node,
        skew::{Advice, Chart, KeyShare, Report},
    },
};

use crate::{
    customer::Customer,
    names::Names,
    report::{Failure, check, grouped, waits},
    traffic::{Acknowledged, Traffic},
};

/// Types that are sharded by hash have this keyspace unless they declare a group.
const KEYSPACE: &str = "default";
/// Reports are for so many nodes.
const NODES: u32 = 8;
/// Commands that are measured before a report.
const FEW: u64 = 20_000;
/// Of a hundred and fifty thousand names none is much hotter than the next: it takes more to tell them apart.
const MANY: u64 = 60_000;
/// And the slots that bear a third of it all are many hundreds: only the hottest are moved while somebody watches.
const FEW_MOVES: usize = 24;
/// Names from which on it does.
const LONG_LIST: usize = 1_000;

/// Runs all of it and counts in the end what is there.
pub(crate) fn run(names: &Names, directory: &Path, svg: &Path) -> Result<(), Failure> {
    let db = data_patterns::open_sharded(directory, ["berlin", "paris"].map(Node::new))?;
    let shards = db.shards().ok_or("not sharded")?;
    let traffic = Traffic::new(&db, names);
    let commands = if is_long(names) { MANY } else { FEW };
    let operator = Operator { db: &db, shards, names, traffic: &traffic, commands };
    let acknowledged = traffic.during(|| operator.work(directory, svg))?;
    pollster::block_on(count(&db, names, &acknowledged))
}

fn is_long(names: &Names) -> bool {
    names.iter().count() >= LONG_LIST
}

struct Operator<'a> {
    db: &'a Database,
    shards: &'a ShardedStore,
    names: &'a Names,
    traffic: &'a Traffic<'a>,
    commands: u64,
}

impl Operator<'_> {
    fn work(&self, directory: &Path, svg: &Path) -> Result<(), Failure> {
        self.traffic.await_commands(self.commands);
        let before = self.shards.report(KEYSPACE, NODES)?;
        println!("b. customers come, drawn from all people\n\n{before}");
        println!("   every visit: {}", waits(self.traffic.take_waits()));
        self.hottest(&before)?;
        let mut pauses = vec![self.isolate()?];
        pauses.extend(self.grow(directory)?);
        println!("   visits meanwhile: {}", waits(self.traffic.take_waits()));
        println!("   pauses of writers, by slot: {}", waits(pauses));

        self.forget()?;
        self.traffic.await_commands(self.commands);
        let after = self.shards.report(KEYSPACE, NODES)?;
        println!("\nc. after that\n\n{after}");
        println!("   every visit: {}", waits(self.traffic.take_waits()));
        draw(&before, &after, svg)?;
        check(after.nodes.len() == 3 && after.imbalance < self.reachable(&before, &after), || {
            format!("the fullest node has {:.2} fair shares", after.imbalance)
        })
    }

    fn long_list(&self) -> bool {
        is_long(self.names)
    }

    /// The heaviest key alone may be more than a fair share; the plan is by what was measured before, and chance is between. Where only some moves
    /// were made, the fullest node must still bear less than it did: a fair share of two nodes is one and a half of three.
    fn reachable(&self, before: &Report, after: &Report) -> f64 {
        let key = after.keys.first().map_or(0.0, |key| key.fair_shares);
        if self.long_list() { before.imbalance * 1.5 } else { key.max(1.0) * 1.25 }
    }

    /// Finds the name that most people bear among the hottest keys.
    fn hottest(&self, report: &Report) -> Result<(), Failure> {
        let (name, bearers) = self.names.heaviest();
        // A key is known by the first of its streams that was counted.
        let is_heaviest = |key: &&KeyShare| key.key.key.split('/').nth(1) == Some(name);
        let hottest =
            report.keys.iter().find(is_heaviest).ok_or("the heaviest name was not found")?;
        // Within their bounds two keys may change places.
        let first = report.keys.first().map_or(0, |key| key.key.least());
        check(first <= hottest.key.estimate, || format!("{first} are more than {hottest:?}"))?;
        let share = |operations: u64| operations as f64 * 100.0 / report.total.operations() as f64;
        let text = &hottest.key.key;
        let (least, most) = (share(hottest.key.least()), share(hottest.key.estimate));
        let expected = bearers as f64 * 100.0 / self.names.people() as f64;
        println!(
            "   hottest key: {text}, {least:.2} % to {most:.2} % of all operations; of all people, {expected:.2} % are called {name}"
        );
        // What was drawn differs from what was expected by chance.
        check(least < expected * 1.1 && expected < most * 1.1, || "outside of the bounds".into())?;
        let isolate =
            |advice: &Advice| matches!(advice, Advice::Isolate { key } if key.contains(name));
        let heavy = hottest.fair_shares > 0.1 && hottest.fair_shares < 1.0 && hottest.of_slot > 0.5;
        let advised = report.advice.iter().any(|advised| isolate(&advised.advice));
        check(advised || !heavy, || format!("no advice on {name}: {:?}", report.advice))
    }

    /// Gives the hottest key a slot of its own, and moves that to the other node.
    fn isolate(&self) -> Result<Duration, Failure> {
        let (name, _) = self.names.heaviest();
        let customer = self.db.aggregate::<Customer>((name.to_owned(), 1));
        let slot = pollster::block_on(self.shards.isolate(customer.stream()))?;
        let map = self.shards.map();
        let owner = map.slot(slot).ok_or("the slot is not in the map")?.owner.clone();
        let to = map.nodes().map(|node| &node.node.name).find(|node| **node != owner);
        let to = to.ok_or("there is no other node")?;
        let moved = pollster::block_on(self.shards.move_slot(slot, to))?;
        check(moved.moved, || format!("{slot} has not moved"))?;
        let pause = moved.pause.unwrap_or_default();
        println!(
            "\n   all of {name}, alone in slot {slot}: from {owner} to {to}, {} events, writers paused for {pause:.1?}",
            grouped(moved.events)
        );
        Ok(pause)
    }

    /// Adds a third node and gives it its share.
    fn grow(&self, directory: &Path) -> Result<Vec<Duration>, Failure> {
        let rome = Node::new("rome");
        let store = open_node(directory, &rome)?;
        pollster::block_on(self.shards.add_node(rome, store))?;
        let mut pauses = Vec::new();
        let note = |progress: &Progress| pauses.extend(progress.report.pause);
        let mut options = RebalanceOptions::default();
        if self.long_list() {
            options.most_moves = FEW_MOVES;
        }
        let done = pollster::block_on(self.shards.rebalance(options, note))?;
        println!(
            "   rome is added: {} slots moved with {} events, longest pause {:.1?}",
            grouped(done.moves as u64),
            grouped(done.events),
            done.longest_pause
        );
        check(done.moves > 0, || "nothing was moved to the new node".into())?;
        Ok(pauses)
    }

    /// Counts from zero again.
    fn forget(&self) -> Result<(), Failure> {
        let map = self.shards.map();
        let keyspace = map.keyspace_named(KEYSPACE).ok_or("no keyspace")?;
        self.shards.take_load(keyspace.id());
        Ok(())
    }
}

/// The load of the nodes before and after, in shares of all operations.
fn draw(before: &Report, after: &Report, svg: &Path) -> Result<(), Failure> {
    let shares = |report: &Report| -> Vec<(NodeId, f64)> {
        let share = |operations: u64| operations as f64 * 100.0 / report.total.operations() as f64;
        let nodes = report.nodes.iter();
        nodes.map(|node| (node.node.clone(), share(node.load.operations()))).collect()
    };
    let named = |shares: Vec<(NodeId, f64)>| -> Vec<(String, f64)> {
        shares.into_iter().map(|(node, share)| (node.to_string(), share)).collect()
    };
    let chart = Chart::new("Load of the nodes", "% of all operations");
    let chart =
        chart.series("before", &named(shares(before))).series("after", &named(shares(after)));
    println!("\n{}", chart.text(100));
    fs::write(svg, chart.svg())?;
    println!("   the same as a picture: {}", svg.display());
    Ok(())
}

/// Every acknowledged command is there, once.
async fn count(db: &Database, names: &Names, acknowledged: &Acknowledged) -> Result<(), Failure> {
    for ((name, number), times) in acknowledged {
        let customer =
            db.aggregate::<Customer>((names.name(*name).to_owned(), *number)).load().await?;
        check(customer.visits == *times, || {
            let (name, visits) = (names.name(*name), customer.visits);
            format!("{name} {number}: {times} visits were acknowledged, {visits} are there")
        })?;
    }
    let all: u64 = acknowledged.values().sum();
    let visits = db.scatter::<Customer>().sum(|customer| customer.visits).await?;
    let customers = db.scatter::<Customer>().count().await?;
    check(visits == all && customers == acknowledged.len() as u64, || {
        format!("{all} commands were acknowledged, {visits} are there, of {customers} customers")
    })?;
    let distinct: BTreeSet<u32> = acknowledged.keys().map(|(name, _)| *name).collect();
    println!(
        "\nd. {} commands of {} customers of {} surnames were acknowledged, and each one is there once",
        grouped(all),
        grouped(customers),
        grouped(distinct.len() as u64)
    );
    Ok(())
}
