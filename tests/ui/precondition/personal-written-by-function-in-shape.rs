use data_patterns::{Shape, prelude::*};

fn plain<S: data_patterns::__private::serde::Serializer>(
    name: &Personal<String>,
    to: S,
) -> Result<S::Ok, S::Error> {
    to.serialize_str(name.get().map_or("", String::as_str))
}

#[derive(Serialize, Deserialize, Shape)]
struct Contact {
    #[serde(serialize_with = "plain")]
    name: Personal<String>,
}

fn main() {}
