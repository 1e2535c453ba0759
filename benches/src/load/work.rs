//! The operations that are measured: their requests, written out beforehand, and what shows that an
//! answer is the right one.

use std::cell::Cell;

use anyhow::ensure;

use super::reply::Reply;

/// Secrets on a page.
const PAGE: usize = 100;
/// Digits of a number that makes a created secret's name unique.
const DIGITS: usize = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Operation {
    /// GET /healthz: HTTP alone, a lower bound
    Health,
    /// The first page of 100 secrets, masked
    List,
    /// One secret, masked
    Read,
    /// One secret, decrypted; the reveal is recorded
    Reveal,
    /// The same with a token of an identity provider
    RevealJwt,
    /// The one field of a secret, with an API token that may reveal it and nothing else
    RevealToken,
    /// A new secret
    Create,
}

impl Operation {
    /// Creation comes last: it changes what the others find.
    pub(crate) const ALL: [Self; 7] = [
        Self::Health,
        Self::List,
        Self::Read,
        Self::Reveal,
        Self::RevealJwt,
        Self::RevealToken,
        Self::Create,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Health => "health",
            Self::List => "list",
            Self::Read => "read",
            Self::Reveal => "reveal",
            Self::RevealJwt => "reveal-jwt",
            Self::RevealToken => "reveal-token",
            Self::Create => "create",
        }
    }

    const fn status(self) -> u16 {
        match self {
            Self::Create => 201,
            Self::Health
            | Self::List
            | Self::Read
            | Self::Reveal
            | Self::RevealJwt
            | Self::RevealToken => 200,
        }
    }
}

/// A secret that was loaded.
#[derive(Debug)]
pub(crate) struct Secret {
    /// `secret/Custom/<id>`.
    pub(crate) key: String,
    pub(crate) value: String,
}

/// One operation's requests to one server.
#[derive(Debug)]
pub(crate) struct Work {
    name: &'static str,
    status: u16,
    texts: Vec<Text>,
}

#[derive(Debug)]
struct Text {
    request: Vec<u8>,
    /// Stands in the right answer's body, so many times.
    witness: (String, usize),
    /// Where the request has a number that differs each time, and the next.
    number: Option<(usize, Cell<u64>)>,
}

impl Work {
    /// `path` is that of the project's secrets, `tokens` are taken in turn with them, and `run` is a
    /// number that no earlier work had.
    pub(crate) fn new(
        operation: Operation,
        tokens: &[String],
        path: &str,
        secrets: &[Secret],
        run: u32,
    ) -> Self {
        let text = |request: String, witness: &str, times| Text {
            request: request.into_bytes(),
            witness: (witness.to_owned(), times),
            number: None,
        };
        let token = tokens.first().map_or("", String::as_str);
        let one = |(secret, token): (&Secret, &String), query: &str, witness: &str| {
            let target = format!("{path}/{}{query}", secret.key);
            text(request("GET", &target, token, ""), witness, 1)
        };
        let all = || secrets.iter().zip(tokens.iter().cycle());
        let texts = match operation {
            Operation::Health => vec![text(request("GET", "/healthz", token, ""), "up\n", 1)],
            Operation::List => {
                let request = request("GET", &format!("{path}/?limit={PAGE}"), token, "");
                vec![text(request, "\"_key\":", PAGE.min(secrets.len()))]
            }
            Operation::Read => all().map(|pair| one(pair, "", r#""value":"********""#)).collect(),
            Operation::Reveal | Operation::RevealJwt | Operation::RevealToken => {
                let query = match operation {
                    Operation::RevealToken => "?decrypt=true&field=value",
                    _ => "?decrypt=true",
                };
                all()
                    .map(|pair| one(pair, query, &format!(r#""value":"{}""#, pair.0.value)))
                    .collect()
            }
            Operation::Create => {
                let prefix = format!("made-{run}-");
                let name = format!("{prefix}{:0DIGITS$}", 0);
                let body = creation(&name, &value(u64::from(run)));
                let request = request("POST", &format!("{path}/"), token, &body);
                let place = request.find(&name).unwrap_or_default() + prefix.len();
                let number = Some((place, Cell::new(0)));
                vec![Text { number, ..text(request, &prefix, 1) }]
            }
        };
        Self { name: operation.name(), status: operation.status(), texts }
    }

    /// The same request again and again; `witness` stands once in the right answer's body.
    pub(crate) fn repeated(
        name: &'static str,
        status: u16,
        request: String,
        witness: &str,
    ) -> Self {
        let witness = (witness.to_owned(), 1);
        let text = Text { request: request.into_bytes(), witness, number: None };
        Self { name, status, texts: vec![text] }
    }

    pub(crate) const fn name(&self) -> &'static str {
        self.name
    }

    /// Writes a request, and tells which it is.
    pub(super) fn write(&self, into: &mut Vec<u8>, choice: u64) -> usize {
        let count = u64::try_from(self.texts.len()).unwrap_or(1).max(1);
        let chosen = usize::try_from(choice % count).unwrap_or(0);
        into.clear();
        if let Some(text) = self.texts.get(chosen) {
            into.extend_from_slice(&text.request);
            if let Some((place, next)) = &text.number {
                let mut number = next.get();
                next.set(number + 1);
                for digit in into.iter_mut().skip(*place).take(DIGITS).rev() {
                    *digit = b'0' + u8::try_from(number % 10).unwrap_or(0);
                    number /= 10;
                }
            }
        }
        chosen
    }

    pub(super) fn check_status(&self, reply: &Reply<'_>) -> anyhow::Result<()> {
        ensure!(
            reply.status == self.status,
            "{} was answered with {}: {}",
            self.name,
            reply.status,
            String::from_utf8_lossy(reply.body)
        );
        Ok(())
    }

    /// Whether the answer is that to the request `chosen`.
    pub(super) fn check_body(&self, reply: &Reply<'_>, chosen: usize) -> anyhow::Result<()> {
        let Some(Text { witness: (witness, times), .. }) = self.texts.get(chosen) else {
            return Ok(());
        };
        let body = String::from_utf8_lossy(reply.body);
        let found = body.matches(witness).count();
        ensure!(
            found == *times,
            "{}: an answer holds {witness} {found} times, expected {times}: {body}",
            self.name
        );
        Ok(())
    }
}

/// A request, written out. Without a body where that is empty.
pub(crate) fn request(method: &str, target: &str, token: &str, body: &str) -> String {
    let head = format!(
        "{method} {target} HTTP/1.1\r\nhost: strongroom-bench\r\nauthorization: Bearer {token}\r\n"
    );
    if body.is_empty() {
        return head + "\r\n";
    }
    let length = body.len();
    format!("{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
}

/// The body that creates a secret. Names and values here need no escapes.
pub(crate) fn creation(name: &str, value: &str) -> String {
    format!(r#"{{"_type":"secret/Custom","name":"{name}","value":"{value}"}}"#)
}

/// The value of a numbered secret: 41 characters, as API keys have, no two alike.
pub(crate) fn value(number: u64) -> String {
    let mixed = (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    format!("sk_bench_{mixed:016x}{:016x}", mixed.rotate_left(29) ^ number)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn secrets() -> Vec<Secret> {
        let secret = |n| Secret { key: format!("secret/Custom/{n}"), value: value(n) };
        (0..3).map(secret).collect()
    }

    fn tokens() -> Vec<String> {
        vec!["t".to_owned()]
    }

    fn body(text: &str) -> Reply<'_> {
        Reply { status: 200, body: text.as_bytes() }
    }

    #[test]
    fn a_reveal_of_another_secret_is_noticed() {
        let secrets = secrets();
        let work = Work::new(Operation::Reveal, &tokens(), "/p", &secrets, 0);
        let mut request = Vec::new();
        let chosen = work.write(&mut request, 4);
        assert!(request.starts_with(b"GET /p/secret/Custom/1?decrypt=true HTTP/1.1\r\n"));
        let answer = |n| format!(r#"{{"value":"{}"}}"#, value(n));
        assert!(work.check_body(&body(&answer(1)), chosen).is_ok());
        assert!(work.check_body(&body(&answer(2)), chosen).is_err());
        assert!(work.check_body(&body(r#"{"value":"********"}"#), chosen).is_err());
    }

    #[test]
    fn a_narrow_token_asks_for_the_field_that_it_may_see() {
        let narrow: Vec<String> = (0..3).map(|number| format!("narrow-{number}")).collect();
        let work = Work::new(Operation::RevealToken, &narrow, "/p", &secrets(), 0);
        let mut request = Vec::new();
        for number in 0..3 {
            work.write(&mut request, number);
            let text = String::from_utf8(request.clone()).unwrap();
            let line =
                format!("GET /p/secret/Custom/{number}?decrypt=true&field=value HTTP/1.1\r\n");
            assert!(text.starts_with(&line));
            assert!(text.contains(&format!("\r\nauthorization: Bearer narrow-{number}\r\n")));
        }
    }

    #[test]
    fn each_creation_has_a_name_of_its_own() {
        let work = Work::new(Operation::Create, &tokens(), "/p", &secrets(), 7);
        let mut names = std::collections::HashSet::new();
        for choice in 0..1001 {
            let mut request = Vec::new();
            work.write(&mut request, choice);
            let request = String::from_utf8(request).unwrap();
            let (_, body) = request.split_once("\r\n\r\n").unwrap();
            assert!(request.contains(&format!("content-length: {}\r\n", body.len())));
            let name = body.split('"').find(|word| word.starts_with("made-7-")).unwrap();
            assert_eq!(name.len(), "made-7-".len() + DIGITS);
            names.insert(name.to_owned());
        }
        assert_eq!(names.len(), 1001);
        assert!(names.contains("made-7-000000001000"));
    }

    #[test]
    fn a_wrong_status_is_noticed() {
        let work = Work::new(Operation::Create, &tokens(), "/p", &[], 0);
        assert!(work.check_status(&Reply { status: 201, body: b"" }).is_ok());
        assert!(work.check_status(&body("")).is_err());
    }

    #[test]
    fn a_short_page_is_noticed() {
        let work = Work::new(Operation::List, &tokens(), "/p", &secrets(), 0);
        let page = r#"{"_key":1},{"_key":2}"#;
        assert!(work.check_body(&body(page), 0).is_err());
        assert!(work.check_body(&body(&format!("{page},{{\"_key\":3}}")), 0).is_ok());
    }
}
