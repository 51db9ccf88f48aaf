use data_patterns::prelude::*;

#[derive(Zones)]
enum Region {}

fn main() {}
