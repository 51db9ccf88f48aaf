//! From a key to its node: nanoseconds and allocations, ours beside the bare hash and other ways to find a node; then how evenly
//! they spread slots over nodes, and how many a new node moves.
//!
//! `cargo bench --bench routing`; longer with `PATTERNS_BENCH_ROUNDS=31`.

#![allow(missing_docs, reason = "a benchmark is no interface")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark may end by panicking"
)]

mod yardstick;

use std::{hint::black_box, time::Instant};

use data_patterns::{
    key::{PlaceRange, ShardKey, ShardStrategy},
    shard::{
        Node,
        map::Routes,
        placement::{Unit, place, units},
    },
};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};
use yardstick::{median, setting};

const NODES: usize = 10;
const KEYS: usize = 1024;
const PASSES: usize = 400;
const POINTS_A_NODE: u64 = 100;

fn main() {
    speed();
    balance();
}

/// Finds something for every key, and answers a sum so that nothing is left out.
type Way<'a> = (&'static str, Box<dyn Fn() -> u64 + 'a>);

fn speed() {
    let rounds = setting("PATTERNS_BENCH_ROUNDS", 15);
    println!(
        "nanoseconds a key, median of {rounds} interleaved rounds; {NODES} nodes, 4,096 slots"
    );
    println!("{:<18} {:<28} {:>8} {:>12} {:>12}", "", "", "ns", "x bare hash", "allocations");
    let ids: Vec<u64> = (0..KEYS as u64).map(|id| 1_000_000 + id).collect();
    measure("u64", rounds, &ways(&ids, |id| id.to_be_bytes()));
    for length in [16, 64] {
        let texts: Vec<String> = (0..KEYS).map(|id| format!("{id:0>length$}")).collect();
        measure(&format!("text of {length} bytes"), rounds, &ways(&texts, |text| text.clone()));
    }
}

fn ways<'a, K: ShardKey, B: AsRef<[u8]> + 'a>(
    keys: &'a [K],
    bytes: impl Fn(&K) -> B,
) -> Vec<Way<'a>> {
    // Of the others the bytes lie ready.
    let bytes: std::rc::Rc<[B]> = keys.iter().map(bytes).collect();
    let other = |find: fn(u64, &Ring) -> u64| {
        let (bytes, ring) = (bytes.clone(), ring(NODES));
        let each = move |bytes: &B| find(xxh3_64(bytes.as_ref()), &ring);
        Box::new(move || bytes.iter().map(&each).fold(0, u64::wrapping_add))
    };
    let bare = bytes.clone();
    let hash = move |bytes: &B| xxh3_64(black_box(bytes).as_ref());
    let placed = |key: &K| black_box(key).place();
    let routes = routes();
    let ours = move |key: &K| u64::from(routes.node_of(placed(key)).unwrap());
    vec![
        ("bare xxh3", Box::new(move || bare.iter().map(hash).fold(0, u64::wrapping_add))),
        (
            "ours: place only",
            Box::new(move || keys.iter().map(|key| placed(key).value()).fold(0, u64::wrapping_add)),
        ),
        (
            "ours: place, slot, node",
            Box::new(move || keys.iter().map(&ours).fold(0, u64::wrapping_add)),
        ),
        ("xxh3 % n", other(|hash, _| hash % black_box(NODES as u64))),
        ("xxh3, jump hash", other(|hash, _| jump(hash, NODES))),
        ("xxh3, ring of 100 a node", other(on_ring)),
    ]
}

fn measure(name: &str, rounds: usize, ways: &[Way<'_>]) {
    let mut taken = vec![Vec::new(); ways.len()];
    for round in 0..rounds {
        for turn in 0..ways.len() {
            let way = (round + turn) % ways.len();
            taken[way].push(nanoseconds(&ways[way].1));
        }
    }
    for ((way, find), times) in ways.iter().zip(&taken) {
        let ratio = median(times.iter().zip(&taken[0]).map(|(time, bare)| time / bare));
        let allocations = allocation_counter::measure(|| {
            black_box(find());
        })
        .count_total;
        println!(
            "{name:<18} {way:<28} {:>8.2} {ratio:>12.2} {allocations:>12}",
            median(times.iter().copied())
        );
    }
}

fn nanoseconds(find: &dyn Fn() -> u64) -> f64 {
    let begin = Instant::now();
    for _ in 0..PASSES {
        black_box(find());
    }
    begin.elapsed().as_nanos() as f64 / (PASSES * KEYS) as f64
}

fn nodes(count: usize) -> Vec<Node> {
    (0..count).map(|number| Node::new(format!("node-{number}"))).collect()
}

fn routes() -> Routes {
    let units = units(&ShardStrategy::Hash, 12);
    let nodes = nodes(NODES);
    let number = |name| nodes.iter().position(|node| node.name == name).unwrap() as u16;
    let placed = place("default", &units, &nodes).unwrap().into_iter().map(number);
    Routes::new(units.iter().map(|unit| unit.places).zip(placed).collect()).unwrap()
}

fn balance() {
    println!("\nmost slots of a node / mean, and slots that one more node moves / its share");
    print!("{:>6} {:>6}", "slots", "nodes");
    let ways: [(&str, Spread); 5] = [
        ("ours", spread_ours),
        ("rendezvous", |slots, nodes, _| each(slots, |hash| highest(hash, nodes))),
        ("jump hash", |slots, nodes, _| each(slots, |hash| jump(hash, nodes))),
        ("ring", |slots, nodes, _| {
            let ring = ring(nodes);
            each(slots, |hash| on_ring(hash, &ring))
        }),
        ("hash % n", |slots, nodes, _| each(slots, |hash| hash % nodes as u64)),
    ];
    ways.iter().for_each(|(name, _)| print!(" {name:>15}"));
    println!();
    for (bits, count) in [(8, 10), (10, 3), (10, 10), (12, 10), (12, 24)] {
        print!("{:>6} {count:>6}", 1 << bits);
        for (_, spread) in ways {
            let before = spread(1 << bits, count, &[]);
            let after = spread(1 << bits, count + 1, &before);
            print!(
                " {:>15}",
                format!("{:.3} / {:.2}", excess(&before, count), moved(&before, &after, count + 1))
            );
        }
        println!();
    }
}

/// The node of each slot, given how many slots and nodes there are and where the slots were.
type Spread = fn(u64, usize, &[u64]) -> Vec<u64>;

fn spread_ours(slots: u64, count: usize, before: &[u64]) -> Vec<u64> {
    let nodes = nodes(count);
    let mut units: Vec<Unit> = (0..slots as u32)
        .map(|number| Unit::new(PlaceRange::slot(slots.ilog2() as u8, number)))
        .collect();
    for (unit, at) in units.iter_mut().zip(before) {
        unit.at = Some(nodes[*at as usize].name.clone());
    }
    let number = |name| nodes.iter().position(|node| node.name == name).unwrap() as u64;
    place("default", &units, &nodes).unwrap().into_iter().map(number).collect()
}

fn each(slots: u64, find: impl Fn(u64) -> u64) -> Vec<u64> {
    (0..slots).map(|slot| find(xxh3_64(&slot.to_be_bytes()))).collect()
}

fn excess(at: &[u64], nodes: usize) -> f64 {
    let count = |node| at.iter().filter(|at| **at == node).count();
    let most = (0..nodes as u64).map(count).max().unwrap();
    most as f64 * nodes as f64 / at.len() as f64
}

fn moved(before: &[u64], after: &[u64], nodes: usize) -> f64 {
    let moved = before.iter().zip(after).filter(|(before, after)| before != after).count();
    moved as f64 * nodes as f64 / before.len() as f64
}

/// Rendezvous hashing without bounds: the node with the highest score.
fn highest(hash: u64, nodes: usize) -> u64 {
    (0..nodes as u64).max_by_key(|node| xxh3_64_with_seed(&node.to_be_bytes(), hash)).unwrap()
}

/// Lamping & Veach, "A fast, minimal memory, consistent hash algorithm", 2014.
fn jump(mut hash: u64, nodes: usize) -> u64 {
    let (mut node, mut next) = (0, 0);
    while next < nodes as u64 {
        node = next;
        hash = hash.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        next = ((node + 1) as f64 * ((1_u64 << 31) as f64 / ((hash >> 33) + 1) as f64)) as u64;
    }
    node
}

/// Points on a ring and whose they are, in ascending order.
type Ring = Vec<(u64, u64)>;

fn ring(nodes: usize) -> Ring {
    let points =
        |node| (0..POINTS_A_NODE).map(move |point| (xxh3_64_with_seed(&[point as u8], node), node));
    let mut ring: Ring = (0..nodes as u64).flat_map(points).collect();
    ring.sort_unstable();
    ring
}

fn on_ring(hash: u64, ring: &Ring) -> u64 {
    let next = ring.partition_point(|(point, _)| *point < hash);
    ring[next % ring.len()].1
}
