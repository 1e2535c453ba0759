//! OpenID Connect providers whose tokens are accepted.
//!
//! An operator writes them, the host hands them to the authorizer as JSON under the setting `oidc`,
//! and both read them here. Nothing of a provider is secret: keys are public ones.

use serde::{Deserialize, Serialize};

/// One provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Provider {
    /// Exactly as tokens have it in `iss`: an `https` URL, or `http` on this machine's own address.
    pub issuer: String,
    /// A token must name at least one of these in `aud`. At least one.
    pub audiences: Vec<String>,
    #[serde(default = "Algorithm::all")]
    pub algorithms: Vec<Algorithm>,
    /// The organization whose people the provider signs in, as a KSUID. Its groups, and no others,
    /// can be claimed. `None` for the organization that was made first.
    #[serde(default)]
    pub organization: Option<String>,
    /// What a person becomes in the organization at the first sign-in: a role of organizations.
    /// `None` for no role but what groups give.
    #[serde(default)]
    pub role: Option<String>,
    #[serde(default)]
    pub claims: Claims,
    /// A JWK Set given by the operator; `None` where it is fetched from the issuer.
    #[serde(default)]
    pub jwks: Option<String>,
    /// How the web console signs people in there; `None` where it does not offer it.
    #[serde(default)]
    pub console: Option<ConsoleClient>,
}

/// The web console as a client of the provider: a public one, with PKCE and no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConsoleClient {
    /// Identity tokens made for it have it in `aud`, so it is one of the provider's `audiences`.
    pub client_id: String,
    /// What people know the provider by, as in "Sign in with Example".
    pub title: String,
}

/// Which claims say what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Claims {
    /// Of the person, for people to read; `sub` where the token has none.
    pub name: String,
    pub email: String,
    /// A string or a list of strings.
    pub groups: String,
}

impl Default for Claims {
    fn default() -> Self {
        Self { name: "name".into(), email: "email".into(), groups: "groups".into() }
    }
}

/// Algorithms of signatures, RFC 7518 and RFC 8037. There is no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Algorithm {
    /// Ed25519.
    #[serde(rename = "EdDSA")]
    EdDsa,
    /// ECDSA on P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256, keys of 2048 bits and more.
    #[serde(rename = "RS256")]
    Rs256,
}

impl Algorithm {
    pub const ALL: [Self; 3] = [Self::EdDsa, Self::Es256, Self::Rs256];

    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    /// As `alg` has it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }
}
