use data_patterns::prelude::*;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Secret(String);

mod mine {
    #[derive(Clone, Debug, PartialEq, data_patterns::prelude::Serialize, data_patterns::prelude::Deserialize)]
    pub struct Personal<T>(pub T);
}

#[derive(Serialize, Deserialize, Event)]
enum CustomerEvent {
    Registered {
        #[personal]
        name: mine::Personal<Secret>,
    },
}

fn main() {}
