use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[fold]
impl Default for Account {
    fn default() -> Self {
        Self { number: String::new(), balance: 0 }
    }
}

fn main() {}
