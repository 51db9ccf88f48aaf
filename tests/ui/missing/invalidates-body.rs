use data_patterns::prelude::*;

trait Profiles {
    #[invalidates(profile(id))]
    fn rename(&self, id: u64);
}

fn main() {}
