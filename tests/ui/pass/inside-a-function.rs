#![deny(warnings)]

fn main() {
    use data_patterns::prelude::*;

    #[derive(Aggregate)]
    struct Lamp {
        #[id]
        id: u8,
        on: bool,
    }

    #[events]
    impl Lamp {
        fn switched(&mut self) {
            self.on = !self.on;
        }
    }

    #[commands]
    impl Lamp {
        fn switch(&self) -> LampEvent {
            LampEvent::switched()
        }
    }

    let lamp = data_patterns::in_memory().aggregate::<Lamp>(1_u8);
    pollster::block_on(async {
        lamp.switch().await.unwrap();
        assert!(lamp.load().await.unwrap().on);
    });
}
