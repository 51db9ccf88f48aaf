use data_patterns::prelude::*;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Address {
    city: String,
}

#[derive(Aggregate, Clone, Serialize, Deserialize)]
#[aggregate(snapshot(every = 100))]
#[cached(ttl = 60, capacity = "1MB")]
pub struct Customer {
    #[id]
    number: u64,
    #[personal]
    name: Personal<String>,
    #[personal]
    addresses: Vec<Personal<Address>>,
    unmarked: Option<(u8, Personal<bool>)>,
}

#[events]
impl Customer {
    fn registered(
        &mut self,
        /// Documented.
        #[personal]
        name: Personal<String>,
        #[personal(subject = Customer(recommended_by))] _thanks: Personal<String>,
        _recommended_by: u64,
        #[personal(subject = r#type)] _kind: Option<Personal<u8>>,
        r#type: String,
    ) {
        drop(r#type);
        self.name = name;
    }
}

#[derive(Serialize, Deserialize, Event)]
#[serde(bound(deserialize = "T: data_patterns::__private::serde::de::DeserializeOwned"))]
pub enum Generic<T> {
    Held {
        #[personal(subject = whom)]
        value: Personal<T>,
        whom: String,
    },
}

#[derive(Entity, Clone, Serialize, Deserialize)]
pub struct Profile {
    #[id]
    number: u64,
    #[personal]
    name: data_patterns::personal::Personal<String>,
}

fn main() {}
