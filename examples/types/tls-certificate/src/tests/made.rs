//! Certificates that the tests make.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair,
    SignatureAlgorithm, date_time_ymd,
};

pub(super) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    pub(super) pem: String,
}

/// Names are common names; the first day is in 2020, the last in 2040.
fn parameters(name: &str) -> CertificateParams {
    let mut parameters = CertificateParams::new([name.to_owned()]).unwrap();
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters.not_before = date_time_ymd(2020, 1, 1);
    parameters.not_after = date_time_ymd(2040, 1, 1);
    parameters.use_authority_key_identifier_extension = true;
    parameters
}

fn authority(name: &str) -> CertificateParams {
    let mut parameters = parameters(name);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters
}

impl Authority {
    pub(super) fn root(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let issuer = CertifiedIssuer::self_signed(authority(name), key).unwrap();
        Self { pem: issuer.pem(), issuer }
    }

    pub(super) fn authority(&self, name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let issuer = CertifiedIssuer::signed_by(authority(name), key, &self.issuer).unwrap();
        Self { pem: issuer.pem(), issuer }
    }

    /// A certificate and its key.
    pub(super) fn certificate(
        &self,
        name: &str,
        kind: &'static SignatureAlgorithm,
    ) -> (String, String) {
        self.signed(parameters(name), kind)
    }

    /// One that ended in 2021.
    pub(super) fn ended(&self, name: &str) -> (String, String) {
        let mut parameters = parameters(name);
        parameters.not_after = date_time_ymd(2021, 1, 1);
        self.signed(parameters, &rcgen::PKCS_ECDSA_P256_SHA256)
    }

    fn signed(
        &self,
        parameters: CertificateParams,
        kind: &'static SignatureAlgorithm,
    ) -> (String, String) {
        let key = KeyPair::generate_for(kind).unwrap();
        let certificate = parameters.signed_by(&key, &self.issuer).unwrap();
        (certificate.pem(), key.serialize_pem())
    }
}

/// Made by OpenSSL 3, for these tests alone.
pub(super) mod openssl {
    pub(crate) const RSA_CERTIFICATE: &str = include_str!("openssl/rsa.crt");
    pub(crate) const RSA_PKCS8: &str = include_str!("openssl/rsa-pkcs8.key");
    pub(crate) const RSA_PKCS1: &str = include_str!("openssl/rsa-pkcs1.key");
    pub(crate) const RSA_ENCRYPTED: &str = include_str!("openssl/rsa-encrypted.key");
    pub(crate) const EC_CERTIFICATE: &str = include_str!("openssl/p256.crt");
    pub(crate) const EC_SEC1: &str = include_str!("openssl/p256-sec1.key");
    pub(crate) const P521: &str = include_str!("openssl/p521.key");
}
