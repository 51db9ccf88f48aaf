use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: std::collections::BTreeMap<String, u8>,
}

fn main() {}
