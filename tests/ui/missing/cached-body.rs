use data_patterns::prelude::*;

trait Profiles {
    #[cached(ttl = 60, shared)]
    fn count(&self) -> u64;
}

fn main() {}
