#![deny(warnings)]

use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Seat {
    #[id]
    hall: u16,
    taken: bool,
    #[id]
    #[shard_key]
    show: String,
}

fn main() {
    let seat = Seat::initial(&SeatKey { hall: 1, show: "Hamlet".into() });
    assert!(!seat.taken && seat.hall == 1 && seat.show == "Hamlet");
    let _ = data_patterns::in_memory().aggregate::<Seat>((1, "Hamlet".to_owned()));
}
