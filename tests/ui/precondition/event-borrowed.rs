use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    fn opened(&mut self, owner: &str) {
        let _ = owner;
    }

    fn signed(&mut self, hash: &[u8], by: &u64) {
        let _ = (hash, by);
    }
}

#[derive(Aggregate)]
struct Order {
    #[id]
    number: u64,
    lines: Vec<String>,
}

#[events]
impl Order {
    fn filled(&mut self, lines: Vec<&str>, note: Option<std::borrow::Cow<'static, str>>) {
        let _ = note;
        self.lines = lines.into_iter().map(str::to_owned).collect();
    }
}

fn main() {
    let _ = OrderEvent::filled(vec!["a"], None);
}
