#[derive(Clone, Debug, PartialEq, Key)]
#[key(crate = renamed)]
pub struct Place {
    #[key(skip)]
    latitude: f64,
    row: usize,
    tags: HashMap<String, String>,
}
