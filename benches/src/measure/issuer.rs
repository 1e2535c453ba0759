//! An identity provider whose key both servers are given: it signs the load's tokens and serves
//! nothing.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};
use tempfile::TempDir;

const ISSUER: &str = "https://issuer.bench.invalid";
const AUDIENCE: &str = "strongroom-bench";
const KEY: &str = "bench";
/// Longer than any run.
const LIFETIME_SECONDS: u64 = 24 * 60 * 60;

#[derive(Debug)]
pub(super) struct Issuer {
    folder: TempDir,
    /// Of a person who becomes an Owner of the first organization as they come.
    pub(super) token: String,
}

impl Issuer {
    pub(super) fn new() -> anyhow::Result<Self> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|_| anyhow::anyhow!("no randomness"))?;
        let key = SigningKey::from_bytes(&seed);
        let folder = tempfile::Builder::new().prefix("strongroom-bench-").tempdir()?;
        let issuer = Self { token: token(&key)?, folder };
        std::fs::write(issuer.file(), providers(&key)).context("cannot write the providers")?;
        Ok(issuer)
    }

    /// What the servers take with `--oidc`.
    pub(super) fn file(&self) -> PathBuf {
        self.folder.path().join("oidc.toml")
    }
}

fn providers(key: &SigningKey) -> String {
    let public = URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes());
    let jwk = json!({
        "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": KEY, "x": public,
    });
    // A literal string of TOML: JSON has no single quotes of its own.
    let keys = json!({ "keys": [jwk] });
    format!(
        "[[oidc]]\nissuer = \"{ISSUER}\"\naudiences = [\"{AUDIENCE}\"]\nalgorithms = [\"EdDSA\"]\n\
         role = \"Owner\"\njwks = '{keys}'\n"
    )
}

fn token(key: &SigningKey) -> anyhow::Result<String> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let header = json!({ "alg": "EdDSA", "typ": "JWT", "kid": KEY });
    let claims = json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "load", "name": "The load",
        "iat": now, "exp": now + LIFETIME_SECONDS,
    });
    let part = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let signed = format!("{}.{}", part(&header), part(&claims));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(signed.as_bytes()).to_bytes());
    Ok(format!("{signed}.{signature}"))
}
