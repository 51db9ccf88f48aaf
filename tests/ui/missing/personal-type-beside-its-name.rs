use data_patterns::prelude::*;

#[allow(non_snake_case)]
mod Personal {
    #[derive(data_patterns::__private::serde::Serialize, data_patterns::__private::serde::Deserialize)]
    #[serde(crate = "data_patterns::__private::serde")]
    pub struct Clear(String);
}

#[derive(Aggregate)]
struct Customer {
    #[id]
    number: u64,
    #[personal]
    name: Personal::Clear,
}

fn main() {}
