//! A chart as SVG.

use core::fmt::{self, Display, Write};

use super::{Chart, Series, figure, ticks::ticks};
use crate::shard::skew::text::{harmless, shortened};

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 400.0;
/// The area of the bars.
const LEFT: f64 = 80.0;
const RIGHT: f64 = 700.0;
const TOP: f64 = 70.0;
const BOTTOM: f64 = 320.0;
/// Bars up to here bear their values; more would not be readable.
const VALUES: usize = 24;
/// Labels are written at so many places at most.
const LABELS: usize = 32;
/// Characters of a label that find room.
const LABEL: usize = 16;
const WIDEST_BAR: f64 = 60.0;
/// Labels of more characters, or more labels than that, are written aslant.
const UPRIGHT: usize = 8;
/// Told apart by the colour-blind, too: Okabe and Ito, "Color Universal Design", 2008.
const COLOURS: [&str; 6] = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9"];

impl Chart {
    /// The chart as an SVG document of its own, 720 by 400, on white.
    pub fn svg(&self) -> String {
        let mut svg = String::new();
        // Writing to a string does not fail.
        _ = self.write(&mut svg);
        svg
    }

    fn write(&self, svg: &mut String) -> fmt::Result {
        let scale = Scale::of(self);
        let title = Escaped(&self.title);
        writeln!(
            svg,
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11" role="img">"#
        )?;
        writeln!(
            svg,
            r##"<title>{title}</title><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>"##
        )?;
        writeln!(svg, r#"<text x="{LEFT}" y="24" font-size="16">{title}</text>"#)?;
        writeln!(
            svg,
            r#"<text transform="translate(16 {}) rotate(-90)" text-anchor="middle">{}</text>"#,
            f64::midpoint(TOP, BOTTOM),
            Escaped(&self.unit)
        )?;
        self.axis(svg, &scale)?;
        for (number, series) in self.series.iter().enumerate() {
            self.bars(svg, &scale, number, series)?;
            self.legend(svg, &scale, number, series)?;
        }
        self.labels(svg, &scale)?;
        svg.push_str("</svg>\n");
        Ok(())
    }

    fn axis(&self, svg: &mut String, scale: &Scale) -> fmt::Result {
        for tick in ticks(self.largest()) {
            let y = scale.y(tick);
            writeln!(
                svg,
                r##"<path d="M{LEFT} {y:.1}H{RIGHT}" stroke="#ddd"/><text x="{}" y="{:.1}" text-anchor="end">{}</text>"##,
                LEFT - 6.0,
                y + 4.0,
                figure(tick)
            )?;
        }
        Ok(())
    }

    fn bars(&self, svg: &mut String, scale: &Scale, number: usize, series: &Series) -> fmt::Result {
        let bars = self
            .labels
            .iter()
            .enumerate()
            .filter_map(|(at, label)| Some((at, label, series.value(at)?)));
        for (at, label, value) in bars {
            let (x, y, text) = (scale.bar(at, number), scale.y(value), figure(value));
            let (label, name) = (Escaped(label), Escaped(&series.name));
            write!(
                svg,
                r#"<rect x="{x:.1}" y="{y:.1}" width="{:.1}" height="{:.1}" fill="{}">"#,
                scale.bar_width,
                BOTTOM - y,
                colour(number)
            )?;
            writeln!(svg, "<title>{label}, {name}: {text}</title></rect>")?;
            if self.labels.len() * self.series.len() <= VALUES {
                writeln!(
                    svg,
                    r#"<text x="{:.1}" y="{:.1}" font-size="9" text-anchor="middle">{text}</text>"#,
                    x + scale.bar_width / 2.0,
                    y - 3.0
                )?;
            }
        }
        Ok(())
    }

    /// The name of a series, and its mean as a line.
    fn legend(
        &self,
        svg: &mut String,
        scale: &Scale,
        number: usize,
        series: &Series,
    ) -> fmt::Result {
        let Some(mean) = series.mean() else { return Ok(()) };
        let (x, y, colour) = (LEFT + 150.0 * number as f64, scale.y(mean), colour(number));
        writeln!(
            svg,
            r#"<path d="M{LEFT} {y:.1}H{RIGHT}" stroke="{colour}" stroke-dasharray="6 3"/><rect x="{x}" y="36" width="10" height="10" fill="{colour}"/>"#
        )?;
        writeln!(
            svg,
            r#"<text x="{}" y="45">{} (mean {})</text>"#,
            x + 14.0,
            Escaped(&series.name),
            figure(mean)
        )
    }

    fn labels(&self, svg: &mut String, scale: &Scale) -> fmt::Result {
        let every = self.labels.len().div_ceil(LABELS).max(1);
        let upright = self.labels.len() <= UPRIGHT
            && self.labels.iter().all(|label| label.chars().count() <= UPRIGHT);
        for (at, label) in self.labels.iter().enumerate().step_by(every) {
            let (x, label) = (scale.label(at), shortened(label, LABEL));
            let label = Escaped(&label);
            match upright {
                true => writeln!(
                    svg,
                    r#"<text x="{x:.1}" y="{}" text-anchor="middle">{label}</text>"#,
                    BOTTOM + 16.0
                )?,
                false => writeln!(
                    svg,
                    r#"<text transform="translate({x:.1} {}) rotate(-35)" text-anchor="end">{label}</text>"#,
                    BOTTOM + 14.0
                )?,
            }
        }
        Ok(())
    }
}

/// Where things stand.
struct Scale {
    top: f64,
    series: usize,
    group_width: f64,
    bar_width: f64,
}

impl Scale {
    fn of(chart: &Chart) -> Self {
        let (top, series) =
            (ticks(chart.largest()).last().copied().unwrap_or(1.0), chart.series.len());
        let group_width = (RIGHT - LEFT) / chart.labels.len().max(1) as f64;
        let bar_width = (group_width * 0.8 / series.max(1) as f64).min(WIDEST_BAR);
        Self { top, series, group_width, bar_width }
    }

    fn y(&self, value: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * (value / self.top)
    }

    /// The middle of a group.
    fn label(&self, at: usize) -> f64 {
        LEFT + self.group_width * (at as f64 + 0.5)
    }

    /// The left edge of a bar.
    fn bar(&self, at: usize, series: usize) -> f64 {
        self.label(at) + self.bar_width * (series as f64 - self.series as f64 / 2.0)
    }
}

fn colour(series: usize) -> &'static str {
    COLOURS.iter().copied().cycle().nth(series % COLOURS.len()).unwrap_or("#000")
}

/// A text in which nothing means anything to XML, and which holds nothing that XML forbids.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        harmless(self.0).chars().try_for_each(|char| match char {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => f.write_char(char::REPLACEMENT_CHARACTER),
            other => f.write_char(other),
        })
    }
}
