#[derive(Clone, Debug, PartialEq, Eq, Key)]
pub struct Scoped<T, const N: usize = 4>([u8; N], T)
where
    T: Scope;
