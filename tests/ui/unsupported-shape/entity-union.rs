use data_patterns::prelude::*;

#[derive(Entity, Clone, Copy)]
union UserProfile {
    id: u64,
    name: [u8; 8],
}

fn main() {}
