//! Everything inside a function, and out of a `macro_rules!`.

use data_patterns::prelude::*;

macro_rules! counter {
    ($name:ident, $event:ident, $number:ty, $step:expr) => {
        #[derive(Aggregate)]
        pub struct $name {
            #[id]
            id: u32,
            count: $number,
        }

        #[events(name = $event)]
        impl $name {
            fn counted(&mut self, by: $number) {
                self.count += by;
            }
        }

        #[commands]
        impl $name {
            pub fn count(&self, times: $number) -> $event {
                $event::counted(times * $step)
            }
        }
    };
}

counter!(Fast, FastEvent, u64, 10);
counter!(Slow, SlowEvent, u8, 1);

#[test]
fn macros_write_aggregates() {
    let (mut fast, mut slow) = (Fast::initial(&1), Slow::initial(&2));
    fast.apply(fast.count(2));
    slow.apply(slow.count(2));
    assert_eq!((fast.count, slow.count, fast.id, slow.id), (20, 2, 1, 2));
    assert_ne!(Fast::SHAPE, Slow::SHAPE);
}

#[test]
fn a_function_holds_an_aggregate() {
    #[derive(Aggregate)]
    struct Lamp {
        #[id]
        id: u32,
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

    pollster::block_on(async {
        let lamp = data_patterns::in_memory().aggregate::<Lamp>(1_u32);
        lamp.switch().await.unwrap();
        let state = lamp.load().await.unwrap();
        assert_eq!((state.id, state.on), (1, true));
    });
}
