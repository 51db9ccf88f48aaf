use data_patterns::prelude::*;

fn plain<S: data_patterns::__private::serde::Serializer>(
    name: &Personal<String>,
    to: S,
) -> Result<S::Ok, S::Error> {
    to.serialize_str(name.get().map_or("", String::as_str))
}

#[derive(Aggregate)]
struct Customer {
    #[id]
    number: u64,
}

#[events]
impl Customer {
    fn registered(&mut self, #[personal] #[serde(serialize_with = "plain")] _name: Personal<String>) {}
}

fn main() {}
