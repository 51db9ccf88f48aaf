use std::collections::BTreeMap;

use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Customer {
    #[id]
    number: u64,
    #[personal]
    phones: Option<BTreeMap<String, Personal<String>>>,
}

fn main() {}
