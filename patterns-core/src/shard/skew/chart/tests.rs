use super::*;
use proptest::{collection::vec, prelude::*};

fn before_and_after() -> Chart {
    Chart::new("Load of nodes", "operations a second")
        .series("before", &[("node-a", 1_800.0), ("node-b", 150.0), ("node-c", 450.0)])
        .series("after", &[("node-a", 810.5), ("node-b", 790.0), ("node-d", 0.0)])
}

#[test]
fn a_small_chart_is_drawn_as_ever() {
    let svg = before_and_after().svg();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(
            concat!(env!("CARGO_MANIFEST_DIR"), "/src/shard/skew/chart/snapshot.svg"),
            &svg,
        )
        .unwrap();
    }
    assert_eq!(svg, include_str!("snapshot.svg"));
}

#[test]
fn groups_stand_side_by_side_with_their_means() {
    let chart = before_and_after();
    assert_eq!(chart.labels, ["node-a", "node-b", "node-c", "node-d"]);
    let text = chart.text(60);
    assert!(text.starts_with("Load of nodes (operations a second)\n"), "{text}");
    assert_eq!(text.lines().count(), 1 + 6, "{text}");
    assert!(
        chart.svg().contains("before (mean 800)") && chart.svg().contains("after (mean 533.50)")
    );
}

#[test]
fn a_text_chart_is_as_wide_as_told_and_marks_the_mean() {
    let chart = Chart::new("Slots", "appends")
        .series("now", &[("acme", 100.0), ("東京", 0.0), ("zoo", 50.0)]);
    let text = chart.text(50);
    let bars: Vec<_> = text.lines().skip(1).collect();
    assert!(
        bars.iter().all(|bar| crate::shard::skew::text::columns_of(bar) <= 50 && bar.contains('|')),
        "{text}"
    );
    let lengths: Vec<_> = bars.iter().map(|bar| bar.matches(['#', '|']).count()).collect();
    assert_eq!(
        bars.iter().map(|bar| bar.contains('#')).collect::<Vec<_>>(),
        [true, false, true],
        "{text}"
    );
    assert!(lengths.is_sorted_by(|a, b| a > b) || lengths.first() > lengths.last(), "{text}");
}

#[test]
fn labels_are_text_whatever_they_hold() {
    let wicked = "<script>&\"']]>\u{0}\u{1b}\u{ffff}";
    let svg = Chart::new(wicked, wicked).series(wicked, &[(wicked, 1.0)]).svg();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let title = document.descendants().find(|node| node.has_tag_name("title")).unwrap();
    assert_eq!(title.text(), Some("<script>&\"']]>\u{fffd}\u{fffd}\u{fffd}"));
    assert!(!document.descendants().any(|node| node.has_tag_name("script")));
}

fn bars_of(svg: &str) -> Vec<(f64, f64, f64, f64)> {
    let document = roxmltree::Document::parse(svg).unwrap();
    let number = |node: &roxmltree::Node<'_, '_>, name| {
        node.attribute(name).unwrap().parse::<f64>().unwrap()
    };
    let bars = document
        .descendants()
        .filter(|node| node.has_tag_name("rect") && node.first_element_child().is_some());
    bars.map(|bar| {
        (number(&bar, "x"), number(&bar, "y"), number(&bar, "width"), number(&bar, "height"))
    })
    .collect()
}

#[test]
fn bars_are_as_high_as_their_values() {
    let heights: Vec<_> =
        bars_of(&before_and_after().svg()).into_iter().map(|(.., height)| height).collect();
    assert_eq!(heights, [225.0, 18.8, 56.2, 101.3, 98.8, 0.0]);
}

proptest! {
    #[test]
    fn every_chart_is_well_formed_and_stays_in_its_frame(
        title in any::<String>(), series in vec((any::<String>(), vec((any::<String>(), prop_oneof![any::<f64>(), Just(f64::MAX), Just(f64::INFINITY), Just(f64::NAN)]), 0..30)), 0..4),
    ) {
        let chart = series.iter().fold(Chart::new(&title.replace("NaN", ""), "x"), |chart, (name, bars)| chart.series(name, bars));
        prop_assert!(!chart.svg().contains("NaN") && !chart.svg().contains("\"inf"));
        for (x, y, width, height) in bars_of(&chart.svg()) {
            prop_assert!(x >= 80.0 && x + width <= 700.1 && y >= 69.9 && y + height <= 320.1, "{} {} {} {}", x, y, width, height);
        }
        prop_assert_eq!(chart.text(80).lines().count(), 1 + series.iter().map(|(_, bars)| {
            bars.iter().map(|(label, _)| label).collect::<std::collections::HashSet<_>>().len()
        }).sum::<usize>());
    }
}
