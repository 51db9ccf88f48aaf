use data_patterns::Shape;

#[derive(Shape)]
union Bits {
    whole: u32,
    real: f32,
}

fn main() {}
