use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    unsafe fn opened(&mut self) {}

    extern "C" fn closed(&mut self) {}

    const fn moved(&mut self) {}
}

fn main() {}
