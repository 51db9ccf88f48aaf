//! Round numbers along an axis.

/// Steps from 0 to the first round number that is not below the largest value: four to seven of 1, 2 or 5 times a power of ten.
pub(super) fn ticks(largest: f64) -> Vec<f64> {
    let step = step(largest);
    let count = (largest / step).ceil().max(1.0) as u32;
    (0..=count).map(|tick| f64::from(tick) * step).collect()
}

fn step(largest: f64) -> f64 {
    if largest <= 0.0 {
        return 1.0;
    }
    let rough = largest / 5.0;
    let power = 10_f64.powf(rough.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| rough <= factor * power).unwrap_or(10.0);
    let step = factor * power;
    if step.is_normal() { step } else { f64::MIN_POSITIVE.max(rough) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks(0.0), [0.0, 1.0]);
        assert_eq!(ticks(97.0), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(1_234.0), [0.0, 500.0, 1_000.0, 1_500.0]);
    }

    proptest! {
        #[test]
        fn ticks_reach_the_largest_value(largest in prop_oneof![0.0..1e9_f64, Just(f64::MAX / 4.0), Just(1e-300), Just(f64::MIN_POSITIVE)]) {
            let ticks = ticks(largest);
            prop_assert!((2..=8).contains(&ticks.len()), "{ticks:?}");
            prop_assert!(*ticks.last().unwrap() >= largest * 0.999_999 && ticks.is_sorted());
        }
    }
}
