//! A certificate for the server, and the authority that vouches for it.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

/// The files of a folder that the server reads, and the one that clients are to trust.
#[derive(Debug)]
pub(crate) struct Certificate {
    pub(crate) chain: PathBuf,
    pub(crate) key: PathBuf,
    pub(crate) authority: PathBuf,
}

impl Certificate {
    /// The names of the files.
    pub(crate) fn within(folder: &Path) -> Self {
        Self {
            chain: folder.join("server.pem"),
            key: folder.join("server.key"),
            authority: folder.join("ca.pem"),
        }
    }

    /// Gives the same files to another server.
    pub(crate) fn copy_to(&self, folder: &Path) -> std::io::Result<()> {
        let copy = Self::within(folder);
        for (from, to) in
            [(&self.chain, &copy.chain), (&self.key, &copy.key), (&self.authority, &copy.authority)]
        {
            fs::copy(from, to)?;
        }
        Ok(())
    }

    /// Makes them.
    pub(crate) fn write(&self) {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters without names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // By name it must not be the server's, or that one looks as if it vouched for itself.
        params.distinguished_name.push(DnType::CommonName, "authority of a test");
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key"))
            .expect("a certificate of the authority");
        let key = KeyPair::generate().expect("a key");
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let certificate = CertificateParams::new(names)
            .and_then(|params| params.signed_by(&key, &issuer))
            .expect("a certificate of the server");
        fs::write(&self.authority, issuer.pem()).expect("a file for the authority");
        fs::write(&self.chain, certificate.pem()).expect("a file for the certificate");
        // The server refuses a key that others can read.
        let mut file = fs::OpenOptions::new();
        file.write(true).create_new(true).mode(0o600);
        let mut file = file.open(&self.key).expect("a file for the key");
        file.write_all(key.serialize_pem().as_bytes()).expect("a file for the key");
    }
}
