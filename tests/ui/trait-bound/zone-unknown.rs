use data_patterns::{
    key::{KeyDecoder, KeyEncoder},
    prelude::*,
};

#[derive(Clone, Debug, PartialEq, Eq, Zones)]
enum Region {
    EuWest,
    UsEast,
}

impl Key for Region {
    fn encode(&self, to: &mut KeyEncoder) {
        to.boolean(*self == Self::UsEast);
    }

    fn decode(from: &mut KeyDecoder<'_>) -> Option<Self> {
        from.boolean().map(|us| if us { Self::UsEast } else { Self::EuWest })
    }
}

#[derive(Aggregate)]
#[shard(by = zone, zones = ["eu-wset", "us-east"])]
struct Account {
    #[id]
    #[shard_key]
    region: Region,
}

fn main() {}
