use data_patterns::{Shape, prelude::*};

#[derive(Serialize, Deserialize, Shape)]
#[serde(tag = "kind")]
enum Contact {
    Person(Personal<String>),
    Company { name: Personal<String> },
}

fn main() {}
