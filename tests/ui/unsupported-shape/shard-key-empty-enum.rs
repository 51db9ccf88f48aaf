use data_patterns::prelude::*;

#[derive(ShardKey)]
enum Nobody {}

fn main() {}
