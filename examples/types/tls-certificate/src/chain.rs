//! A certificate and those above it.

use der::{Decode as _, Encode as _};
use x509_cert::Certificate;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, SubjectKeyIdentifier};

use crate::key::PublicKey;
use crate::pem;

/// More than any chain that is served has.
const LONGEST: usize = 16;

/// At least one certificate.
pub(crate) struct Chain(Vec<Certificate>);

pub(crate) fn read(text: &str) -> Result<Chain, &'static str> {
    let blocks = pem::blocks(text)?;
    if blocks.iter().any(|block| block.label.ends_with("PRIVATE KEY")) {
        return Err("must hold certificates alone: the private key has a field of its own");
    }
    if blocks.iter().any(|block| block.label.ends_with("CERTIFICATE REQUEST")) {
        return Err("is a request for a certificate, and not the certificate");
    }
    if blocks.iter().any(|block| !matches!(block.label, "CERTIFICATE" | "X509 CERTIFICATE")) {
        return Err("must hold certificates alone");
    }
    if blocks.len() > LONGEST {
        return Err("must hold one certificate and its chain, and not a list of authorities");
    }
    let read = |block: &pem::Block<'_>| {
        Certificate::from_der(&block.der).map_err(|_| "has a block that is no certificate")
    };
    let chain = Chain(blocks.iter().map(read).collect::<Result<_, _>>()?);
    let is_backwards = |certificate: &Certificate| {
        let validity = certificate.tbs_certificate().validity();
        validity.not_after.to_unix_duration() < validity.not_before.to_unix_duration()
    };
    if chain.0.iter().any(is_backwards) {
        return Err("has a certificate that ends before it begins");
    }
    Ok(chain)
}

impl Chain {
    /// The server's own.
    pub(crate) fn leaf(&self) -> Option<&Certificate> {
        self.0.first()
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Certificate> {
        self.0.iter()
    }

    /// Which certificate the key belongs to.
    pub(crate) fn place_of(&self, key: &PublicKey) -> Option<usize> {
        let has_key = |certificate: &Certificate| {
            let info = certificate.tbs_certificate().subject_public_key_info().to_der();
            info.is_ok_and(|info| info == key.info)
        };
        self.0.iter().position(has_key)
    }

    /// Each certificate is signed by the next, as far as names and key identifiers tell. Signatures
    /// are the client's to check.
    pub(crate) fn is_in_order(&self) -> Result<(), &'static str> {
        let pairs = self.0.iter().zip(self.0.iter().skip(1));
        for (lower, upper) in pairs {
            if lower == upper {
                return Err("has a certificate twice in a row");
            }
            if !is_issued_by(lower, upper) {
                return Err("must have after each certificate the one that signed it");
            }
        }
        Ok(())
    }
}

fn is_issued_by(lower: &Certificate, upper: &Certificate) -> bool {
    let (lower, upper) = (lower.tbs_certificate(), upper.tbs_certificate());
    // An authority that got a new key kept its name; then the identifiers tell the two apart.
    let wanted = lower.get_extension::<AuthorityKeyIdentifier>();
    let found = upper.get_extension::<SubjectKeyIdentifier>();
    let is_key = match (wanted, found) {
        (
            Ok(Some((_, AuthorityKeyIdentifier { key_identifier: Some(wanted), .. }))),
            Ok(Some((_, found))),
        ) => wanted == found.0,
        _ => true,
    };
    lower.issuer() == upper.subject() && is_key
}
