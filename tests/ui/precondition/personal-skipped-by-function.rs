use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Customer {
    #[id]
    number: u64,
}

#[events]
impl Customer {
    fn registered(
        &mut self,
        #[personal]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        _name: Option<Personal<String>>,
    ) {
    }
}

fn main() {}
