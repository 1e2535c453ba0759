//! From when to when a certificate is good.

use strongroom_secret_type::render::json::Object;
use x509_cert::time::Time;

use crate::chain::Chain;

/// `ends` is when the first of the chain's certificates ends, which for clients is the end of all;
/// `state` and `seconds_left` are about it.
pub(crate) fn of(chain: &Chain, now: i64) -> String {
    let seconds =
        |time: &Time| i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    let mut out = Object::new();
    let Some(leaf) = chain.leaf().map(|leaf| leaf.tbs_certificate()) else { return out.end() };
    out.text("subject", &leaf.subject().to_string());
    out.text("issuer", &leaf.issuer().to_string());
    out.text("serial", &leaf.serial_number().to_string());
    out.text("not_before", &leaf.validity().not_before.to_string());
    out.text("not_after", &leaf.validity().not_after.to_string());

    let all = || chain.all().map(|certificate| certificate.tbs_certificate().validity());
    let ends = all().map(|validity| validity.not_after).min_by_key(seconds);
    let begins = all().map(|validity| seconds(&validity.not_before)).max().unwrap_or(i64::MAX);
    if let Some(ends) = ends {
        let left = seconds(&ends).saturating_sub(now);
        let state = match (now < begins, left < 0) {
            (_, true) => "expired",
            (true, _) => "not-yet-valid",
            (false, false) => "valid",
        };
        out.text("ends", &ends.to_string());
        out.number("seconds_left", left);
        out.text("state", state);
    }
    out.end()
}
