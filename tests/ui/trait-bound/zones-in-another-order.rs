use data_patterns::{
    key::{KeyDecoder, KeyEncoder},
    prelude::*,
};

#[derive(Clone, Debug, PartialEq, Eq, Zones)]
enum Region {
    EuWest,
    Us,
}

impl Key for Region {
    fn encode(&self, to: &mut KeyEncoder) {
        to.boolean(*self == Self::Us);
    }

    fn decode(from: &mut KeyDecoder<'_>) -> Option<Self> {
        from.boolean().map(|us| if us { Self::Us } else { Self::EuWest })
    }
}

#[derive(Aggregate)]
#[shard(by = zone, zones = ["us", "eu-west"])]
struct Account {
    #[id]
    #[shard_key]
    region: Region,
}

fn main() {}
