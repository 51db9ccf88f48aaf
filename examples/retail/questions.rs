//! Questions to all nodes, each checked against the scan.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    thread,
    time::Instant,
};

use data_patterns::{prelude::*, shard::ShardedStore};

use crate::{Failure, check, scan::Scan, shopper::Shopper};

/// Pages are turned until so many slots have moved.
const MOVES: u64 = 20;

/// Who has bought what, how much, and what for.
pub(crate) fn ask(db: &Database, scan: &Scan, stock: &[String]) -> Result<(), Failure> {
    println!("\n{:<10} {:>10} {:>12}", "stock", "customers", "by scatter");
    for code in stock {
        let (begin, wanted) = (Instant::now(), code.clone());
        let bought = db.scatter::<Shopper>().limit(usize::MAX);
        let bought = bought.filter(move |shopper| shopper.orders.bought.contains_key(&wanted));
        let page = pollster::block_on(bought.page())?;
        let took = begin.elapsed();
        let found: BTreeSet<u32> = page.items.iter().map(|shopper| shopper.number).collect();
        let expected = scan.buyers(code);
        println!("{code:<10} {:>10} {took:>12.1?}", found.len());
        check(found == expected, || format!("{code}: the scan has {} buyers", expected.len()))?;
    }
    pollster::block_on(figures(db, scan))
}

async fn figures(db: &Database, scan: &Scan) -> Result<(), Failure> {
    let begin = Instant::now();
    let count = db.scatter::<Shopper>().count().await?;
    let lines = db.scatter::<Shopper>().sum(|shopper| shopper.orders.lines).await?;
    let value = db.scatter::<Shopper>().sum(|shopper| shopper.orders.value).await?;
    let ranked = |shopper: &Shopper| (shopper.orders.value, shopper.number);
    let top = db.scatter::<Shopper>().top(5, ranked).await?;
    let orders = || scan.customers.values();
    let mut expected: Vec<_> =
        scan.customers.iter().map(|(number, orders)| (orders.value, *number)).collect();
    expected.sort_unstable_by(|left, right| right.cmp(left));
    expected.truncate(5);
    check(count == scan.customers.len() as u64, || format!("{count} customers"))?;
    check(lines == orders().map(|orders| orders.lines).sum::<u64>(), || format!("{lines} lines"))?;
    check(value == orders().map(|orders| orders.value).sum::<i64>(), || format!("{value} mils"))?;
    check(top == expected, || format!("{top:?}, not {expected:?}"))?;
    println!(
        "{count} customers, {lines} lines, {value} mils, top five {top:?}: as scanned, in {:.1?}",
        begin.elapsed()
    );
    Ok(())
}

/// Turns all pages while slots are moved.
pub(crate) fn pages(db: &Database, scan: &Scan) -> Result<(), Failure> {
    let shards = db.shards().ok_or("not sharded")?;
    let (stop, moved) = (AtomicBool::new(false), AtomicU64::new(0));
    let (found, moves) = thread::scope(|scope| {
        let mover =
            scope.spawn(|| pollster::block_on(keep_moving(db, shards, scan, &stop, &moved)));
        let mut found = pollster::block_on(turn(db));
        while found.is_ok() && moved.load(Relaxed) < MOVES && !mover.is_finished() {
            found = pollster::block_on(turn(db));
        }
        stop.store(true, Relaxed);
        mover.join().unwrap_or(Err("the mover died".into()))?;
        Ok::<_, Failure>((found?, moved.load(Relaxed)))
    })?;
    let expected: BTreeMap<_, _> =
        scan.customers.iter().map(|(number, orders)| (*number, orders.lines)).collect();
    check(found == expected, || format!("{} customers on all pages", found.len()))?;
    println!("pages of 100 hold the same {} customers while {moves} slots were moved", found.len());
    check(moves > 0, || "nothing was moved".into())
}

/// Moves the slots of customers, each to the next node.
async fn keep_moving(
    db: &Database,
    shards: &ShardedStore,
    scan: &Scan,
    stop: &AtomicBool,
    moved: &AtomicU64,
) -> Result<(), Failure> {
    for number in scan.customers.keys().cycle() {
        if stop.load(Relaxed) {
            break;
        }
        let customer = db.aggregate::<Shopper>(*number);
        let Some(slot) = shards.slot_of(customer.stream()).await? else { continue };
        let map = shards.map();
        let owner = map.slot(slot).ok_or("no such slot")?.owner.clone();
        let names: Vec<_> = map.nodes().map(|node| &node.node.name).collect();
        let after = names.iter().cycle().skip_while(|node| ***node != owner).nth(1);
        let report = shards.move_slot(slot, after.ok_or("no node")?).await?;
        moved.fetch_add(u64::from(report.moved), Relaxed);
    }
    Ok(())
}

async fn turn(db: &Database) -> Result<BTreeMap<u32, u64>, Failure> {
    let (mut found, mut cursor) = (BTreeMap::new(), None::<String>);
    loop {
        let question = db.scatter::<Shopper>().limit(100);
        let question = match cursor {
            Some(text) => question.after(text.parse()?),
            None => question,
        };
        let page = question.page().await?;
        for shopper in &page.items {
            let twice = found.insert(shopper.number, shopper.orders.lines);
            check(twice.is_none(), || format!("{} is on two pages", shopper.number))?;
        }
        match page.next {
            Some(next) => cursor = Some(next.to_string()),
            None => return Ok(found),
        }
    }
}
