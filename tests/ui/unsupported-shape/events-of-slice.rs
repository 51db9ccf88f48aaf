use data_patterns::prelude::*;

#[events]
impl [u8] {
    fn opened(&mut self) {}
}

fn main() {}
