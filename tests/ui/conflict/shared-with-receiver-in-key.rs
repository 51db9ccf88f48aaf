use data_patterns::prelude::*;

#[derive(Clone)]
struct Users {
    tenant: u32,
}

impl Users {
    #[cached(ttl = 60, shared, key = self.tenant: u32)]
    fn count(&self) -> u32 {
        self.tenant
    }
}

fn main() {}
