//! Searching people by a part of a name or an address, as somebody types it who has no `ü` on their keyboard.
//!
//! Texts are compared in a folded form: in lower case, without accents, with the letters of other alphabets left as they
//! are. An umlaut counts as its vowel and as the two letters that stand for it: `Müller` is found as `muller` and as
//! `mueller`.

use unicode_normalization::UnicodeNormalization;

use super::name::Names;
use super::user::User;

/// Words, each of which is part of one of a person's names or addresses, in any order. Without words it finds everybody.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Search {
    words: Vec<Forms>,
}

/// A text as it is compared: folded, and folded with its umlauts spelt out where that differs.
#[derive(Clone, PartialEq, Eq)]
struct Forms {
    folded: String,
    spelt_out: Option<String>,
}

impl Search {
    /// The search for the words of this text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let words = text.split_whitespace().map(Forms::of).filter(|word| !word.folded.is_empty());
        Self { words: words.collect() }
    }

    /// Does it look for nothing, and so find everybody?
    #[must_use]
    pub const fn is_everybody(&self) -> bool {
        self.words.is_empty()
    }

    /// Is the person found?
    #[must_use]
    pub fn finds(&self, user: &User) -> bool {
        if self.is_everybody() {
            return true;
        }
        let pending = user.email_change.as_ref().map(|change| &change.to);
        let addresses = [&user.user_name, &user.email].into_iter().chain(pending);
        let names = Names::of(&user.profile);
        let names = [names.given, names.family, names.display].into_iter().flatten();
        let texts: Vec<Forms> =
            addresses.map(|of| Forms::of(of.as_str())).chain(names.map(|of| Forms::of(&of))).collect();
        self.words.iter().all(|word| texts.iter().any(|text| text.contain(word)))
    }

    /// Is each word a part of this text, such as a group's name?
    #[must_use]
    pub fn finds_in(&self, text: &str) -> bool {
        let text = Forms::of(text);
        self.words.iter().all(|word| text.contain(word))
    }
}

/// Hides the words: they are a part of somebody's name, and must not be logged by accident.
impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Search(…)")
    }
}

impl Forms {
    fn of(text: &str) -> Self {
        let folded = fold(text);
        if text.is_ascii() {
            return Self { folded, spelt_out: None };
        }
        let letters = text.chars().filter(|letter| !is_unwritten(*letter)).nfkc();
        let spelt_out = fold(&letters.map(SpeltOut::of).collect::<String>());
        Self { spelt_out: Some(spelt_out).filter(|spelt_out| *spelt_out != folded), folded }
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        [Some(&self.folded), self.spelt_out.as_ref()].into_iter().flatten().map(String::as_str)
    }

    fn contain(&self, part: &Self) -> bool {
        self.all().any(|text| part.all().any(|part| text.contains(part)))
    }
}

/// A letter, or the two that are written for it where it is missing.
struct SpeltOut(char, Option<char>);

impl SpeltOut {
    const fn of(letter: char) -> Self {
        match letter {
            'ä' | 'Ä' => Self('a', Some('e')),
            'ö' | 'Ö' | 'ø' | 'Ø' => Self('o', Some('e')),
            'ü' | 'Ü' => Self('u', Some('e')),
            'å' | 'Å' => Self('a', Some('a')),
            other => Self(other, None),
        }
    }
}

impl FromIterator<SpeltOut> for String {
    fn from_iter<I: IntoIterator<Item = SpeltOut>>(letters: I) -> Self {
        letters.into_iter().flat_map(|SpeltOut(first, second)| [Some(first), second]).flatten().collect()
    }
}

/// The text as texts are searched and sorted: in lower case, without accents and apostrophes, with one space between
/// its words. It is the same in every language.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        let letters = text.chars().filter(|letter| !is_unwritten(*letter));
        return spaced(&letters.map(|letter| letter.to_ascii_lowercase()).collect::<String>());
    }
    // Before Unicode makes a space with an accent of the one that stands alone.
    let letters = text.chars().filter(|letter| !is_unwritten(*letter)).nfkd().flat_map(char::to_lowercase);
    let letters = letters.filter(|letter| !is_accent(*letter) && !is_unwritten(*letter));
    let mut folded = String::with_capacity(text.len());
    for letter in letters {
        match base(letter) {
            Some(base) => folded.push_str(base),
            None => folded.push(letter),
        }
    }
    spaced(&folded)
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Combining marks of Latin, Greek and Cyrillic letters. Those of other alphabets are vowels, and stay.
const fn is_accent(letter: char) -> bool {
    matches!(
        letter,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
            | '\u{FE20}'..='\u{FE2F}'
    )
}

/// Apostrophes, whichever a keyboard, a telephone or a directory has for that of O'Brien; and what is invisible.
const fn is_unwritten(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '`'
            | '´'
            | '‘'
            | '’'
            | '‛'
            | '′'
            | 'ʹ'
            | 'ʻ'
            | 'ʼ'
            | 'ʽ'
            | 'ʾ'
            | 'ʿ'
            | 'ˈ'
            | '׳'
            | 'ꞌ'
            | '＇'
            | '\u{AD}'
            | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
    )
}

/// What is looked for where a letter is missing on a keyboard. Unicode takes these for letters of their own, and not for
/// others with an accent.
const fn base(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' | 'ƚ' => "l",
        'đ' | 'ð' | 'ɖ' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ŋ' => "n",
        'ŧ' => "t",
        'ɓ' => "b",
        'ɗ' => "d",
        'ƙ' | 'ĸ' => "k",
        'ə' => "a",
        'ς' => "σ",
        '‐'..='―' | '−' => "-",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::address::EmailAddress;
    use crate::email_change::EmailChange;
    use crate::link_life::{LINK_LIFETIME, LinkLife};
    use crate::resend::Resends;
    use crate::tenant::TenantId;
    use crate::user::UserId;

    fn person(address: &str, given: &str, family: &str, display: &str) -> User {
        let (acme, address) = (TenantId::parse("acme").unwrap(), EmailAddress::parse(address).unwrap());
        let mut user = User::native(UserId::new(Uuid::from_u128(1)), acme, address, Timestamp::UNIX_EPOCH);
        let [given, family, display] = [given, family, display].map(|name| Some(name.to_owned()));
        user.profile = Names { given, family, display }.into_profile();
        user
    }

    fn finds(text: &str, name: &str) -> bool {
        Search::of(text).finds(&person("x@y.example", "", "", name))
    }

    #[test]
    fn a_name_is_found_by_those_who_lack_its_letters() {
        for (name, texts) in [
            ("Jürgen Müller", &["muller", "mueller", "MÜLLER", "mu\u{308}ller", "müll", "juergen"][..]),
            ("Ju\u{308}rgen Mueller", &["müller", "mueller jurgen"]),
            ("José García", &["garcia jose", "JOSÉ", "josé garci\u{301}a"]),
            ("Siobhán O’Brien", &["o'brien", "o’brien", "oʼbrien", "obrien", "O`Brien siobhan"]),
            ("Siobhan O'Brien", &["o'brien", "o’brien", "obrien", "o´brien"]),
            ("Groß", &["gross", "GROSS", "groß", "GROẞ"]),
            ("Strauss", &["strauß"]),
            ("Søren Kierkegård", &["soren", "soeren", "sören", "kierkegard", "kierkegaard"]),
            ("Æsa Œuvré", &["aesa", "oeuvre", "æsa"]),
            ("Łukasz Đorđević", &["lukasz", "dordevic", "łukasz đorđević"]),
            ("Þór Guðmundsson", &["thor", "gudmundsson"]),
            ("Işık İnan", &["isik", "inan", "IŞIK"]),
            ("Nguyễn Thị Ánh", &["nguyen", "anh thi"]),
            ("Jean‑Luc Petit", &["jean-luc", "jean luc", "luc petit"]),
            ("Σοφία Παπαδόπουλος", &["σοφια", "παπαδοπουλοσ", "ΠΑΠΑΔΌΠΟΥΛΟΣ"]),
            ("Сергей Ёлкин", &["сергеи", "елкин"]),
            ("Ａｄａ", &["ada"]),
            ("山田 太郎", &["太郎", "山田"]),
        ] {
            for text in texts {
                assert!(finds(text, name), "{text} finds {name}");
            }
        }
    }

    #[test]
    fn another_name_is_not_found() {
        for (text, name) in [
            ("maller", "Müller"),
            ("jose lopez", "José García"),
            ("brian", "O’Brien"),
            ("कि", "का"),
            ("goss", "Groß"),
        ] {
            assert!(!finds(text, name), "{text} does not find {name}");
        }
    }

    #[test]
    fn each_word_is_part_of_some_name_or_address_whatever_its_case() {
        let mut ada = person("A.Byron@Example.com", "Ada", "LOVELACE", "Gräfin");
        for text in ["a.byron", "EXAMPLE", "ada", "lovelace ada", "GRÄFIN", "da love", "ada @example.com", ""]
        {
            assert!(Search::of(text).finds(&ada), "{text}");
        }
        assert!(!Search::of("ada grace").finds(&ada));
        assert!(!Search::of("king@").finds(&ada));
        let king = EmailAddress::parse("king@example.com").unwrap();
        let link = LinkLife::from(Timestamp::UNIX_EPOCH, LINK_LIFETIME);
        ada.email_change = Some(EmailChange {
            id: Uuid::nil(),
            to: king,
            requested_at: Timestamp::UNIX_EPOCH,
            link,
            undeliverable_at: None,
            asked_again_at: Resends::default(),
        });
        assert!(Search::of("king@").finds(&ada), "an address that waits to be confirmed");
        assert!(Search::of(" ' ").is_everybody() && !Search::of(" a ").is_everybody());
        assert!(!format!("{:?}", Search::of("lovelace")).contains("love"));
    }

    #[test]
    fn a_text_is_found_by_parts_of_it() {
        for (text, expected) in
            [("buro", true), ("buero nord", true), ("BÜRO", true), ("sud", false), ("", true)]
        {
            assert_eq!(Search::of(text).finds_in("Team Büro Nord"), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,20}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn whoever_is_called_so_is_found_by_each_part(name in "[a-zà-öø-ÿß’]{1,12}( [A-ZÀ-ÖØ-Þ]{1,8})?", at in 0_usize..20) {
            let part: String = name.chars().skip(at).collect();
            prop_assert!(finds(&name, &name));
            prop_assert!(finds(&part, &name));
            prop_assert!(finds(&part.to_uppercase(), &name));
            prop_assert!(finds(&fold(&part), &name));
            let turned: Vec<&str> = name.split(' ').rev().collect();
            prop_assert!(finds(&turned.join(" "), &name));
        }
    }
}
