//! The parts of an aggregate in modules of their own, with every visibility.

mod state {
    use data_patterns::prelude::*;

    #[derive(Aggregate, Clone)]
    pub(in crate::macros::modules) struct Order {
        #[id]
        pub(super) id: u64,
        pub(in crate::macros::modules) lines: Vec<Line>,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub(super) struct Line(pub(super) u32);
}

mod what_happens {
    use data_patterns::prelude::*;

    use super::state;

    // The payload is private to the module above, so the enum must be as well.
    #[events(pub(in crate::macros::modules))]
    impl state::Order {
        fn line_added(&mut self, line: state::Line) {
            self.lines.push(line);
        }
    }
}

mod what_is_decided {
    use data_patterns::prelude::*;

    use super::{state, what_happens::OrderEvent};

    #[commands]
    impl state::Order {
        pub(in crate::macros::modules) fn add(&self, line: &state::Line) -> OrderEvent {
            OrderEvent::line_added(line.clone())
        }
    }

    pub(super) mod deeper {
        use data_patterns::prelude::*;

        use super::super::{state::*, what_happens::OrderEvent};

        #[commands(handle = super::super::state::OrderHandle)]
        impl Order {
            pub(in crate::macros::modules) fn add_two(&self) -> [OrderEvent; 2] {
                [OrderEvent::line_added(Line(1)), OrderEvent::line_added(Line(2))]
            }
        }
    }
}

mod private {
    use data_patterns::prelude::*;

    #[derive(Aggregate)]
    struct Secret {
        #[id]
        id: u8,
        known: bool,
    }

    #[events(pub(self), derive())]
    impl Secret {
        fn told(&mut self) {
            self.known = true;
        }
    }

    #[test]
    fn private_aggregates_work() {
        let mut secret = Secret::initial(&1);
        secret.apply(SecretEvent::told());
        assert_eq!((secret.id, secret.known), (1, true));
    }
}

#[test]
fn parts_find_each_other() {
    pollster::block_on(async {
        let order: state::OrderHandle = data_patterns::in_memory().aggregate::<state::Order>(1_u64);
        order.add(&state::Line(7)).await.unwrap();
        order.add_two().await.unwrap();
        let state = order.load().await.unwrap();
        assert_eq!((state.id, state.lines.len()), (1, 3));
    });
}
