#[derive(Shape)]
#[shape(krate = ::renamed)]
union Bits {
    whole: u32,
    real: f32,
}
