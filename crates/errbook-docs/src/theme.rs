//! The manifest's accent color as CSS. If the color is unreadable on the background of a theme, it
//! is darkened or lightened until it is readable.

use errbook_catalog::Accent;

/// Backgrounds of links in the light and the dark theme. This is `--raised` of `style.css`, the one
/// with less contrast.
const LIGHT: [u8; 3] = [0xf6, 0xf7, 0xf9];
const DARK: [u8; 3] = [0x1d, 0x21, 0x27];

/// Minimum contrast of readable text (WCAG 2.2, success criterion 1.4.3).
const READABLE: f64 = 4.5;

/// A CSS rule for the accent of both themes.
pub(crate) fn css(accent: &Accent) -> String {
    let light = hex(readable(accent.light, LIGHT, 0));
    let dark = hex(readable(accent.dark.unwrap_or(accent.light), DARK, 255));
    format!("\n:root {{ --accent: light-dark({light}, {dark}); }}\n")
}

/// The color, mixed with black or white (`towards`) just enough to be readable.
fn readable(colour: [u8; 3], back: [u8; 3], towards: u8) -> [u8; 3] {
    let mix = |twentieths: u16| {
        colour.map(|part| {
            let mixed = (u16::from(part) * (20 - twentieths) + u16::from(towards) * twentieths) / 20;
            u8::try_from(mixed).unwrap_or(towards)
        })
    };
    (0..20).map(mix).find(|mixed| contrast(*mixed, back) >= READABLE).unwrap_or([towards; 3])
}

/// From 1 to 21 (WCAG 2.2, "contrast ratio").
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// From 0 to 1 (WCAG 2.2, "relative luminance").
fn luminance(colour: [u8; 3]) -> f64 {
    let [r, g, b] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_accent_becomes_readable(colour in any::<[u8; 3]>()) {
            prop_assert!(contrast(readable(colour, LIGHT, 0), LIGHT) >= READABLE);
            prop_assert!(contrast(readable(colour, DARK, 255), DARK) >= READABLE);
        }
    }

    #[test]
    fn readable_colors_are_unchanged() {
        assert_eq!(readable([0x0b, 0x57, 0xd0], LIGHT, 0), [0x0b, 0x57, 0xd0]);
        assert_eq!(readable([0x8a, 0xb4, 0xf8], DARK, 255), [0x8a, 0xb4, 0xf8]);
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn backgrounds_match_the_style_sheet() {
        let (_, css) =
            crate::Templates::shipped().find(|(path, _)| *path == "html/style.css").expect("the style sheet");
        let raised = format!("--raised:light-dark({},{});", hex(LIGHT), hex(DARK));
        assert!(css.contains(&raised), "{raised}");
    }
}
