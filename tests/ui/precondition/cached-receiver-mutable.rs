use data_patterns::prelude::*;

#[derive(Clone)]
struct Users {
    tenant: u32,
}

impl Users {
    #[cached(ttl = 60, key = self.tenant: u32)]
    fn count(&mut self) -> u32 {
        self.tenant
    }
}

fn main() {}
