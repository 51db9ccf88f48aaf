use data_patterns::prelude::*;

#[derive(Clone)]
struct Users {
    tenant: u32,
}

impl Users {
    #[cached(ttl = 60, key = self.tenant: u32)]
    fn again(&self) -> Self {
        self.clone()
    }
}

fn main() {}
