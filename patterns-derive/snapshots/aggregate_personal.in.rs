#[derive(Aggregate, Serialize, Deserialize)]
#[aggregate(snapshot(every = 100))]
pub struct Customer {
    #[id]
    number: u64,
    #[personal]
    name: Personal<String>,
    #[personal]
    addresses: Vec<Personal<Address>>,
    plan: Plan,
}
