use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: u64,
    balance: i64,
}

#[events]
impl<'a> Account
where
    &'a str: Sized,
{
    fn opened(&mut self) {
        self.balance = 0;
    }
}

fn main() {}
