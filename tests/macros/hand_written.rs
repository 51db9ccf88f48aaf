//! The ground floor: an enum and a fold written by hand.

use data_patterns::prelude::*;

#[derive(Aggregate)]
pub struct Light {
    #[id]
    id: u32,
    level: u8,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Event)]
#[event(crate = crate::reexported)]
pub enum LightEvent {
    #[event(name = "on")]
    SwitchedOn,
    Dimmed(u8),
    Moved(u8, #[serde(default)] u8),
    #[event(alias = "faded", version = 3, oldest = 3)]
    HTTPFaded {
        from: u8,
        to: u8,
    },
}

#[fold]
impl Apply for Light {
    type Event = LightEvent;

    fn apply(&mut self, event: LightEvent) {
        match event {
            LightEvent::SwitchedOn => self.level = 100,
            LightEvent::Dimmed(level) | LightEvent::Moved(level, _) => self.level = level,
            LightEvent::HTTPFaded { from: _, to } => self.level = to,
        }
    }
}

#[commands]
impl Light {
    pub fn fade(&self, to: u8) -> LightEvent {
        LightEvent::HTTPFaded { from: self.level, to }
    }
}

mod again {
    use data_patterns::prelude::*;

    #[derive(Aggregate)]
    pub struct Light {
        #[id]
        pub id: u32,
        pub level: u8,
    }

    #[data_patterns::fold(crate = crate::reexported)]
    impl Apply for Light {
        type Event = super::LightEvent;

        fn apply(&mut self, _: super::LightEvent) {
            self.level = 1;
        }
    }
}

#[test]
fn a_hand_written_aggregate_works_alike() {
    pollster::block_on(async {
        let light = data_patterns::in_memory().aggregate::<Light>(1_u32);
        light.fade(7).await.unwrap();
        assert_eq!(light.load().await.unwrap().level, 7);
        assert_eq!(light.load().await.unwrap().id, 1);
    });
}

#[test]
fn the_fold_is_fingerprinted() {
    assert_ne!(Light::FOLD, again::Light::FOLD);
    assert_eq!(Light::SHAPE, again::Light::SHAPE, "visibility is no part of the shape");
    let again = again::Light::initial(&1);
    assert_eq!((again.id, again.level), (1, 0));
}

#[test]
fn names_follow_the_variants_unless_given() {
    let names: Vec<_> = LightEvent::SCHEMA.iter().map(|event| event.name).collect();
    assert_eq!(names, ["on", "dimmed", "moved", "http_faded"]);
}
