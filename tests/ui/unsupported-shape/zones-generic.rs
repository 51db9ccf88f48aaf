use data_patterns::prelude::*;

#[derive(Zones)]
enum Region<const N: usize> {
    Eu,
    Us,
}

fn main() {}
