use data_patterns::prelude::*;

#[cached(tll = 60, key = (idd, name, name), jitter = 100, negative = 5)]
async fn profile(seen: &mut u64, id: u64, name: Option<&'static str>) -> impl Clone {
    *seen += id;
    name
}

#[invalidates(profile, listing(1), listing(1), 5)]
const fn rename() {}

fn main() {}
