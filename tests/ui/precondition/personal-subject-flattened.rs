use data_patterns::prelude::*;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct More {
    city: String,
}

#[derive(Aggregate)]
struct Customer {
    #[id]
    number: u64,
}

#[events]
impl Customer {
    fn registered(&mut self, #[serde(flatten)] _more: More, _guest: String, #[personal(subject = guest)] _name: Personal<String>) {}
}

fn main() {}
