use data_patterns::prelude::*;

#[commands]
fn open() {}

fn main() {}
