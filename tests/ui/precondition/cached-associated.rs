use data_patterns::prelude::*;

#[derive(Clone)]
struct Users {
    tenant: u32,
}

impl Users {
    #[cached(ttl = 60, key = tenant)]
    fn find(tenant: u32) -> Option<Self> {
        Some(Self { tenant })
    }
}

fn main() {}
