//! A colour, and those of a page that follow from it: whatever colour an operator chooses, all of a page can be read.

use std::fmt;

/// A colour in the sRGB space. It is written as `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color([u8; 3]);

/// The least contrast between a text and its ground (WCAG 2.2, success criterion 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

/// Into how many steps the way from a colour to black or white is cut.
const STEPS: u8 = 20;

impl Color {
    const WHITE: Self = Self([255; 3]);
    const BLACK: Self = Self([0; 3]);

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let mut color = [0; 3];
        hex::decode_to_slice(digits, &mut color).ok()?;
        Some(Self(color))
    }

    /// White or black, whichever can be read on it better. The contrast is 4.5 at least.
    #[must_use]
    pub fn text_on(self) -> Self {
        if self.contrast(Self::WHITE) >= LEAST_CONTRAST { Self::WHITE } else { Self::BLACK }
    }

    /// The first colour on the way to `end` that can be read on all of these grounds. `end` itself must be one.
    fn readable_on(self, grounds: [Self; 3], end: Self) -> Self {
        let is_readable =
            |color: &Self| grounds.iter().all(|ground| color.contrast(*ground) >= LEAST_CONTRAST);
        (0..STEPS).map(|step| self.towards(end, step)).find(is_readable).unwrap_or(end)
    }

    /// So many twentieths of the way to another colour.
    fn towards(self, end: Self, steps: u8) -> Self {
        let part = |(from, to): (u8, u8)| {
            let (from, to, steps) = (u16::from(from), u16::from(to), u16::from(steps));
            let all = u16::from(STEPS);
            u8::try_from((from * (all - steps) + to * steps) / all).unwrap_or(u8::MAX)
        };
        let ([a, b, c], [x, y, z]) = (self.0, end.0);
        Self([part((a, x)), part((b, y)), part((c, z))])
    }

    /// Between 1 and 21 (WCAG 2.2, "contrast ratio").
    fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// From 0 to 1 (WCAG 2.2, "relative luminance").
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126f64.mul_add(red, 0.7152f64.mul_add(green, 0.0722 * blue))
    }
}

impl Default for Color {
    fn default() -> Self {
        Self([0x23, 0x48, 0xc7])
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", hex::encode(self.0))
    }
}

/// Whether a page is light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Dark text on a light ground.
    Light,
    /// Light text on a dark ground.
    Dark,
}

impl Scheme {
    /// The ground of pages: `--ground` in the stylesheet.
    #[must_use]
    pub const fn ground(self) -> Color {
        match self {
            Self::Light => Color([0xf3, 0xf4, 0xf8]),
            Self::Dark => Color([0x0e, 0x10, 0x15]),
        }
    }

    /// What lies on the ground: `--card`.
    #[must_use]
    pub const fn card(self) -> Color {
        match self {
            Self::Light => Color([0xff, 0xff, 0xff]),
            Self::Dark => Color([0x18, 0x1b, 0x22]),
        }
    }

    /// The faintest text: `--quiet`.
    #[must_use]
    pub const fn quiet(self) -> Color {
        match self {
            Self::Light => Color([0x56, 0x5e, 0x6e]),
            Self::Dark => Color([0xa9, 0xb0, 0xbf]),
        }
    }

    /// What can be read on every ground of the scheme.
    const fn ink(self) -> Color {
        match self {
            Self::Light => Color::BLACK,
            Self::Dark => Color::WHITE,
        }
    }
}

/// The colours of a page that follow from a brand's colour. Whatever it is, each text has a contrast of 4.5 at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Links and what is selected, on any ground of the page, [`Palette::tint`] included.
    pub accent: Color,
    /// The same under the pointer.
    pub accent_strong: Color,
    /// A faint ground.
    pub tint: Color,
    /// The ground of buttons: on a light page the brand's colour itself.
    pub button: Color,
    /// The same under the pointer.
    pub button_strong: Color,
    /// The text on either.
    pub on_button: Color,
}

impl Palette {
    /// The colours of a page of this scheme.
    #[must_use]
    pub fn of(brand: Color, scheme: Scheme) -> Self {
        let (card, ink) = (scheme.card(), scheme.ink());
        let tint = card.towards(brand, 2);
        let accent = brand.readable_on([scheme.ground(), card, tint], ink);
        let button = match scheme {
            Scheme::Light => brand,
            Scheme::Dark => accent,
        };
        let on_button = button.text_on();
        let away = if on_button == Color::WHITE { Color::BLACK } else { Color::WHITE };
        Self {
            accent,
            accent_strong: accent.towards(ink, 4),
            tint,
            button,
            button_strong: button.towards(away, 4),
            on_button,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_colour_gives_a_button_that_can_be_read(color in any::<[u8; 3]>().prop_map(Color)) {
            prop_assert!(color.contrast(color.text_on()) >= LEAST_CONTRAST);
            prop_assert!(Color::parse(&color.to_string()) == Some(color));
        }

        #[test]
        fn every_colour_gives_a_page_that_can_be_read(color in any::<[u8; 3]>().prop_map(Color)) {
            for scheme in [Scheme::Light, Scheme::Dark] {
                let colors = Palette::of(color, scheme);
                for (text, ground) in [
                    (colors.on_button, colors.button),
                    (colors.on_button, colors.button_strong),
                    (scheme.quiet(), colors.tint),
                ] {
                    prop_assert!(text.contrast(ground) >= LEAST_CONTRAST, "{scheme:?}: {text} on {ground}");
                }
                for ground in [scheme.ground(), scheme.card(), colors.tint] {
                    for text in [colors.accent, colors.accent_strong] {
                        prop_assert!(text.contrast(ground) >= LEAST_CONTRAST, "{scheme:?}: {text} on {ground}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        let brand = Color::default();
        let colors = Palette::of(brand, Scheme::Light);
        assert_eq!((colors.accent, colors.button), (brand, brand));
        let yellow = Palette::of(Color([0xff, 0xd6, 0x00]), Scheme::Light);
        assert_eq!(yellow.button.to_string(), "#ffd600");
        assert_eq!(yellow.on_button, Color::BLACK);
        assert_ne!(yellow.accent, yellow.button);
    }
}
