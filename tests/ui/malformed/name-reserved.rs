use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(name = "patterns.account")]
struct Account {
    #[id]
    number: String,
}

#[events]
impl Account {
    #[event(name = "patterns.undone")]
    fn opened(&mut self) {
        self.number.clear();
    }

    #[event(alias = "patterns.closed")]
    fn closed(&mut self) {
        self.number.clear();
    }
}

fn main() {}
