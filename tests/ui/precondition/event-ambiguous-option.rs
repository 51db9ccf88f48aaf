use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: String,
    limit: Option<u64>,
}

#[events]
impl Account {
    fn limited(&mut self, to: Option<Option<u64>>) {
        self.limit = to.flatten();
    }

    fn marked(&mut self, _marks: Vec<Option<()>>) {}
}

fn main() {}
