use data_patterns::prelude::*;

#[derive(Clone)]
struct Users {
    tenant: u32,
}

impl Users {
    #[cached(ttl = 60, key = (self.tenant, name))]
    fn by_name(&self, name: &str) -> usize {
        name.len() + self.tenant as usize
    }
}

fn main() {}
