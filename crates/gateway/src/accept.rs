//! `Accept`: which of several forms of one answer the caller would rather have.

use crate::message::RequestHeader;

/// Thousandths, as a weight has at most three digits.
type Weight = u16;
const FULL: Weight = 1000;

/// What a caller takes. Without the header, anything.
pub(crate) struct Accept(Option<Vec<Range>>);

/// `type/subtype`, either of which may be `*`; parameters other than the weight are not told apart.
struct Range {
    media_type: String,
    subtype: String,
    weight: Weight,
}

impl Accept {
    pub(crate) fn read(headers: &[RequestHeader]) -> Self {
        // A list may come in several headers. What is no range matches nothing.
        let mut given = headers.iter().filter(|header| header.name == "accept").peekable();
        if given.peek().is_none() {
            return Self(None);
        }
        let texts = given.filter_map(|header| std::str::from_utf8(header.value.expose()).ok());
        let ranges: Vec<Range> = texts.flat_map(|text| text.split(',')).filter_map(range).collect();
        Self(Some(ranges))
    }

    /// The place of the offer that is liked best, the first of several that are liked alike; none
    /// where none is taken.
    pub(crate) fn choose<'o>(&self, offers: impl IntoIterator<Item = &'o str>) -> Option<usize> {
        let mut best: Option<(usize, Weight)> = None;
        for (place, offer) in offers.into_iter().enumerate() {
            let weight = self.weight(offer);
            if weight > best.map_or(0, |(_, weight)| weight) {
                best = Some((place, weight));
            }
        }
        best.map(|(place, _)| place)
    }

    /// By the range that says it most exactly.
    fn weight(&self, offer: &str) -> Weight {
        let Some(ranges) = &self.0 else { return FULL };
        let Some((media_type, subtype)) = offer.split_once('/') else { return 0 };
        let exactness = |range: &Range| match (&*range.media_type, &*range.subtype) {
            (a, b) if a == media_type && b == subtype => Some(2),
            (a, "*") if a == media_type => Some(1),
            ("*", "*") => Some(0),
            _ => None,
        };
        ranges
            .iter()
            .filter_map(|range| Some((exactness(range)?, range.weight)))
            .max_by_key(|(exactness, _)| *exactness)
            .map_or(0, |(_, weight)| weight)
    }
}

fn range(text: &str) -> Option<Range> {
    let mut parts = text.split(';').map(str::trim);
    let (media_type, subtype) = parts.next()?.split_once('/')?;
    let mut weight = FULL;
    for part in parts {
        let (name, value) = part.split_once('=')?;
        if name.trim().eq_ignore_ascii_case("q") {
            weight = self::weight(value.trim())?;
        }
    }
    let lower = |text: &str| text.trim().to_ascii_lowercase();
    Some(Range { media_type: lower(media_type), subtype: lower(subtype), weight })
}

/// `0`, `1` or a fraction between with at most three digits.
fn weight(text: &str) -> Option<Weight> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_fraction = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !is_fraction {
        return None;
    }
    let thousandths: Weight = format!("{fraction:0<3}").parse().ok()?;
    match (whole, thousandths) {
        ("0", thousandths) => Some(thousandths),
        ("1", 0) => Some(FULL),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use strongroom_secret_bytes::SecretBytes;

    use super::*;

    const OFFERS: [&str; 4] =
        ["application/json", "text/plain", "application/x-pem-file", "text/plain"];

    fn chosen(headers: &[&str]) -> Option<usize> {
        let header = |value: &&str| RequestHeader {
            name: "accept".to_owned(),
            value: SecretBytes::from((*value).to_owned()),
        };
        Accept::read(&headers.iter().map(header).collect::<Vec<_>>()).choose(OFFERS)
    }

    #[test]
    fn the_ordinary_answer_is_for_who_does_not_mind() {
        for headers in [
            &[][..],
            &["*/*"],
            &["application/*"],
            &["application/json, text/plain, */*"],
            &["text/html, */*;q=0.1"],
            &["text/plain;q=0.9", "application/json"],
        ] {
            assert_eq!(chosen(headers), Some(0), "{headers:?}");
        }
    }

    #[test]
    fn another_form_is_for_who_asks_for_it() {
        for (headers, expected) in [
            (&["text/plain"][..], 1),
            (&["TEXT/Plain; charset=utf-8"], 1),
            (&["text/*"], 1),
            (&["application/json;q=0.5, text/plain"], 1),
            (&["application/json;q=0.1, application/x-pem-file;q=0.101"], 2),
            (&["*/*, application/json;q=0"], 1),
            (&["application/*, application/json; Q=0.000"], 2),
            (&["text/plain;q=0, application/x-pem-file"], 2),
        ] {
            assert_eq!(chosen(headers), Some(expected), "{headers:?}");
        }
    }

    #[test]
    fn what_is_taken_by_nobody_is_given_to_nobody() {
        for headers in [
            &[""][..],
            &["text/html"],
            &["*/*;q=0"],
            &["image/*"],
            &["*/json"],
            &["application/json;q=2"],
            &["application/json;q=0.0001"],
            &["application/json;q=-1"],
            &["application/json;q="],
            &["application"],
            &["\u{e9}/\u{e9}"],
        ] {
            assert_eq!(chosen(headers), None, "{headers:?}");
        }
    }
}
