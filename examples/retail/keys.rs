//! Both candidates for a shard key, judged by the lines of the file before anything is stored, and by what was measured afterwards.

use std::collections::BTreeMap;

use data_patterns::{
    key::{Place, ShardKey},
    shard::{
        NodeId,
        skew::{Analysis, Analyzer, Suitability, compare},
    },
};

use crate::{
    Failure, check,
    load::{KEYSPACE, Loaded, NODES},
    orders::{Invoice, Source},
};

/// What the analysis says.
pub(crate) struct Candidates {
    pub(crate) country: Analysis,
    pub(crate) customer: Analysis,
}

/// Reads the orders as a stream and says which key will do.
pub(crate) fn compare_candidates(source: &Source) -> Result<Candidates, Failure> {
    let (mut country, mut customer) = (Analyzer::new("country"), Analyzer::new("customer"));
    for row in source.rows()? {
        let row = row?;
        let Some(number) = row.customer() else { continue };
        country.add(&row.country, row.country.place(), 1);
        customer.add(&number.to_string(), number.place(), 1);
    }
    let candidates = [country.finish(NODES), customer.finish(NODES)];
    println!("{}", compare(&candidates));
    let [country, customer] = candidates;
    let hot = country.reasons.iter().any(|reason| reason.contains("`United Kingdom` alone"));
    check(hot && country.suitability == Suitability::Unfit, || {
        format!("no hot spot was predicted: {:?}", country.reasons)
    })?;
    check(customer.suitability < country.suitability, || "customer is no better".into())?;
    Ok(Candidates { country, customer })
}

/// Prints what the nodes bear beside what the places of the keys say, and checks that it is the same.
pub(crate) fn against(
    analysis: &Analysis,
    loaded: &Loaded,
    invoices: &[Invoice],
    place: impl Fn(&Invoice) -> Place,
) -> Result<(), Failure> {
    let shards = loaded.db.shards().ok_or("not sharded")?;
    let map = shards.map();
    let keyspace = map.keyspace_named(KEYSPACE).ok_or("no keyspace")?;
    let mut expected = BTreeMap::<NodeId, (u64, u64)>::new();
    for invoice in invoices {
        let owner = keyspace.owner(place(invoice)).ok_or("a place without a node")?;
        let (appends, lines) = expected.entry(owner.clone()).or_default();
        (*appends, *lines) = (*appends + 1, *lines + invoice.lines.len() as u64);
    }
    let report = shards.report(KEYSPACE, NODES)?;
    let all: u64 = invoices.iter().map(|invoice| invoice.lines.len() as u64).sum();
    println!("node      appends   expected       bytes  fair shares  lines, fair shares");
    for node in &report.nodes {
        let (appends, lines) = expected.get(&node.node).copied().unwrap_or_default();
        let fair = lines as f64 * f64::from(NODES) / all as f64;
        println!(
            "{:<8} {:>8} {appends:>10} {:>11} {:>12.2} {fair:>19.2}",
            node.node.to_string(),
            node.load.appends,
            node.load.bytes,
            node.fair_shares
        );
        check(node.load.appends == appends, || format!("{} is not {appends}", node.load.appends))?;
    }
    let predicted = analysis.predictions.last().map_or(1.0, |last| last.load_aware);
    println!(
        "fullest node: {:.2} fair shares measured by appends; by {}, {predicted:.2} or more were predicted by lines\n{}",
        report.imbalance,
        analysis.name,
        report.advice.first().map(ToString::to_string).unwrap_or_default()
    );
    Ok(())
}
