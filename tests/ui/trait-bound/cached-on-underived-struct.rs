use data_patterns::prelude::*;

#[cached(ttl = 60)]
struct Account {
    number: String,
    balance: i64,
}

fn main() {
    let account = Account { number: String::new(), balance: 0 };
    println!("{}{}", account.number, account.balance);
}
