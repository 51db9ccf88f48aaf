use data_patterns::testing::laws;

laws!();

fn main() {}
