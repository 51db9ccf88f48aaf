use data_patterns::prelude::*;

struct Users {
    tenant: u32,
}

impl Users {
    #[cached(ttl = 60, key = self.tenant: u32)]
    async fn count(&self) -> u32 {
        self.tenant
    }
}

fn main() {}
