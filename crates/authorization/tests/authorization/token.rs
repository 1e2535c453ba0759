use proptest::prelude::*;
use strongroom_authorization::token::{Credential, LENGTH, Malformed};
use strongroom_secret_bytes::SecretBytes;

use crate::support::{Counting, START};

fn parse(text: &[u8]) -> Result<Credential, Malformed> {
    Credential::parse(&SecretBytes::new(text.to_vec()))
}

const ID: &str = "0ujtsYcgvSTl8PAuAdqWYSMnLOv";
/// 32 bytes of zero.
const SECRET: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[test]
fn reads_the_documented_form() {
    let credential = parse(format!("srt_{ID}_{SECRET}").as_bytes()).unwrap();
    assert_eq!(credential.id().to_string(), ID);
    // SHA-256 of 32 zero bytes, as published.
    assert_eq!(
        credential.digest(),
        [
            0x66, 0x68, 0x7a, 0xad, 0xf8, 0x62, 0xbd, 0x77, 0x6c, 0x8f, 0xc1, 0x8b, 0x8e, 0x9f,
            0x8e, 0x20, 0x08, 0x97, 0x14, 0x85, 0x6e, 0xe2, 0x33, 0xb3, 0x90, 0x2a, 0x59, 0x1d,
            0x0d, 0x5f, 0x29, 0x25,
        ]
    );
}

#[test]
fn refuses_every_other_spelling() {
    let good = format!("srt_{ID}_{SECRET}");
    let mut attacks: Vec<Vec<u8>> = [
        String::new(),
        " ".repeat(LENGTH),
        format!(" {good}"),
        format!("{good} "),
        format!("{good}\n"),
        format!("{good}\0"),
        format!("{good}="),
        format!("Bearer {good}"),
        good.to_uppercase(),
        good.replacen("srt_", "SRT_", 1),
        good.replacen("srt_", "srt-", 1),
        good.replacen("srt_", "xrt_", 1),
        format!("srt_{ID}-{SECRET}"),
        format!("srt_{ID}{SECRET}_"),
        format!("srt_{SECRET}_{ID}"),
        // An id that is too large for 20 bytes, and ids of other alphabets.
        format!("srt_{}_{SECRET}", "z".repeat(27)),
        format!("srt_{}_{SECRET}", "_".repeat(27)),
        format!("srt_{}é_{SECRET}", &ID[..25]),
        // The last character of 43 carries two bits that must be zero.
        format!("srt_{ID}_{}B", &SECRET[..42]),
        format!("srt_{ID}_{}C", &SECRET[..42]),
        format!("srt_{ID}_{}D", &SECRET[..42]),
        format!("srt_{ID}_{}_", &SECRET[..42]),
        // Padding, the other alphabet, white space, control characters.
        format!("srt_{ID}_{}=", &SECRET[..42]),
        format!("srt_{ID}_{}+A", &SECRET[..41]),
        format!("srt_{ID}_{}/A", &SECRET[..41]),
        format!("srt_{ID}_{} A", &SECRET[..41]),
        format!("srt_{ID}_{}\nA", &SECRET[..41]),
        format!("srt_{ID}_{}\0A", &SECRET[..41]),
    ]
    .into_iter()
    .map(String::into_bytes)
    .collect();
    for position in 0..LENGTH {
        let mut high = good.clone().into_bytes();
        high[position] |= 0x80;
        attacks.push(high);
        attacks.push(good.as_bytes()[..position].to_vec());
    }
    for attack in attacks {
        assert!(parse(&attack).is_err(), "{}", String::from_utf8_lossy(&attack));
    }
}

#[test]
fn issued_credentials_differ_and_match_only_their_own_digest() {
    let random = Counting::default();
    let one = Credential::issue(&random, START).unwrap();
    let other = Credential::issue(&random, START).unwrap();
    assert_ne!(one.id(), other.id());
    assert!(one.matches(&one.digest()));
    assert!(!one.matches(&other.digest()));
    assert!(!one.matches(&[0; 32]));
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(at in 1_400_000_000_i64..5_000_000_000, seed: u64) {
        let random = Seeded(seed);
        let issued = Credential::issue(&random, at).unwrap();
        let printed = issued.print();
        prop_assert_eq!(printed.len(), LENGTH);
        let read = Credential::parse(&printed).unwrap();
        prop_assert_eq!(read.id(), issued.id());
        prop_assert!(read.matches(&issued.digest()));
    }

    #[test]
    fn what_is_read_is_printed_the_same(text in "srt_0[0-9A-Za-z]{26}_[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]") {
        let read = parse(text.as_bytes()).unwrap();
        let printed = read.print();
        prop_assert_eq!(printed.expose(), text.as_bytes());
    }

    #[test]
    fn whatever_is_read_has_one_spelling(text in "srt_[0-9A-Za-z]{27}_[A-Za-z0-9_-]{43}") {
        if let Ok(read) = parse(text.as_bytes()) {
            let printed = read.print();
        prop_assert_eq!(printed.expose(), text.as_bytes());
        }
    }

    #[test]
    fn another_secret_never_matches(one: u64, other: u64) {
        prop_assume!(one != other);
        let one = Credential::issue(&Seeded(one), START).unwrap();
        let other = Credential::issue(&Seeded(other), START).unwrap();
        prop_assert!(!one.matches(&other.digest()));
    }
}

/// Spreads a number over the bytes asked for.
struct Seeded(u64);

impl strongroom_ports::Random for Seeded {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), strongroom_ports::NoRandomness> {
        for (position, byte) in (0_u64..).zip(bytes) {
            *byte = self.0.rotate_left((position * 2 % 64) as u32).to_le_bytes()[0];
        }
        Ok(())
    }
}
