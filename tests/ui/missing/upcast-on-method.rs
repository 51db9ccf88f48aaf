use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: String,
}

#[events]
impl Account {
    #[event(version = 3, upcast = from_v2)]
    fn opened(&mut self) {
        self.number.clear();
    }
}

fn main() {}
