use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
struct Order {
    #[id]
    number: u64,
    customer: u64,
    #[personal(subject = customer)]
    address: Personal<String>,
}

fn main() {}
