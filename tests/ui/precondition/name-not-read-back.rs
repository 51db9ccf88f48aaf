use data_patterns::{Shape, prelude::*};

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    Deposited {
        amount: i64,
        #[serde(rename(deserialize = "text"))]
        memo: Option<String>,
    },
}

#[derive(Serialize, Deserialize, Shape)]
#[serde(rename_all(deserialize = "camelCase"))]
struct Address {
    city: String,
    zip_code: Option<String>,
    #[serde(skip_serializing)]
    region: String,
}

#[derive(Serialize, Deserialize, Shape)]
enum Country {
    #[serde(rename(serialize = "DE"))]
    Germany,
    #[serde(rename_all(serialize = "UPPERCASE"))]
    Other { name: String },
}

fn main() {}
