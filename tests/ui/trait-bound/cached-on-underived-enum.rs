use data_patterns::prelude::*;

#[cached(ttl = 60)]
enum Currency {
    Euro,
}

fn main() {}
