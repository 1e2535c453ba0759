//! `strongroom login` and `logout`. What is signed in with is tried before it is kept: a credential
//! that the server does not take replaces none that it does.

mod device;
pub(crate) mod provider;
mod web;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use serde_json::json;
use strongroom_client::SecretString;
use tokio::runtime;

use crate::ask;
use crate::connection::{Chosen, Connection};
use crate::context::book::{Book, Entry, Folder};
use crate::context::kept::{Kept, Kind};
use crate::output::show;
use crate::words::{plain, policy_name as context_name};
use provider::Offer;
pub(crate) use web::Failure;

#[derive(Debug, Args)]
pub struct Login {
    #[command(flatten)]
    connection: Connection,

    /// What to sign in with [default: a provider of identities where the server has one, else a token]
    #[arg(long, value_enum, value_name = "HOW")]
    with: Option<With>,

    /// Id of the client; its secret is asked for, or read from standard input
    #[arg(long, value_name = "ID", conflicts_with = "with")]
    client: Option<String>,

    /// Which provider, where the server has several: its title or its issuer
    #[arg(long, value_name = "TITLE")]
    provider: Option<String>,

    /// Id of another client at the provider than the web console's
    #[arg(long, value_name = "ID")]
    oidc_client: Option<String>,

    /// What to call it [default: the context in use, else the server's name]
    #[arg(long = "as", value_name = "NAME", value_parser = context_name)]
    name: Option<String>,

    /// The project that is meant where a command names none: its name or id
    #[arg(long, short, value_name = "NAME")]
    project: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum With {
    /// An OpenID Connect provider: in a browser, on this machine or another
    Provider,
    /// A token: asked for, from standard input, or from --token-file
    Token,
}

impl Login {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let folder = Folder::of_user()?;
        let mut book = folder.book()?;
        let chosen = self.connection.chosen()?;
        let name = self.name(&chosen)?;
        let path = folder.credential(&name);
        let credential = self.signed_in(&chosen)?;
        let kept = Kept { server: chosen.server.clone(), credential };
        let kind = kept.credential.kind();
        // A session is read from its file, so it is tried from another and moved.
        let trial = path.with_file_name(format!(".trial-{}", std::process::id()));
        kept.write(&trial)?;
        let me = self.tried(&chosen, &trial);
        Kept::forget(&trial)?;
        let me = me?;
        kept.write(&path)?;
        self.noted(&mut book, &chosen, &name);
        folder.write(&book)?;
        if self.connection.json() {
            return show::line(&json!({ "context": name, "with": kind, "me": me }).to_string());
        }
        let who = ["user", "client"].map(|who| me.get(who).and_then(|it| it.get("name")).cloned());
        let who = who.into_iter().flatten().find_map(|name| name.as_str().map(plain));
        show::line(&format!(
            "Signed in to {} as {}. The context is {name}.",
            chosen.server,
            who.unwrap_or_default()
        ))?;
        match Connection::variable_that_beats_contexts() {
            Some(variable) => show::note(&format!(
                "{variable} is set, and comes first: unset it to use this sign-in."
            )),
            None => Ok(()),
        }
    }

    fn tried(&self, chosen: &Chosen, path: &std::path::Path) -> anyhow::Result<serde_json::Value> {
        let kept = Kept::read(path)?.context("the credential is gone")?;
        self.connection
            .with(chosen, kept.credential.into_credential(path), |builder| builder)?
            .get("/me")
    }

    fn noted(&self, book: &mut Book, chosen: &Chosen, name: &str) {
        let before = book.contexts.get(name).and_then(|entry| entry.project.clone());
        let project = self.project.clone().or(before);
        let (server, allow_http) = (chosen.server.clone(), chosen.allow_http);
        book.contexts.insert(name.to_owned(), Entry { server, project, allow_http });
        book.current = Some(name.to_owned());
    }

    fn name(&self, chosen: &Chosen) -> anyhow::Result<String> {
        if let Some(name) = &self.name {
            return Ok(name.clone());
        }
        if let Some(name) = self.connection.named_context().or(chosen.context.as_deref()) {
            return context_name(name).map_err(|why| anyhow::anyhow!("the context's name {why}"));
        }
        let url = url::Url::parse(&chosen.server).context("the server's address is none")?;
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).replace(':', "-");
        context_name(&host).map_err(|_| anyhow::anyhow!("what is it to be called? say --as"))
    }

    fn signed_in(&self, chosen: &Chosen) -> anyhow::Result<Kind> {
        if let Some(id) = &self.client {
            let secret = typed("Secret of the client: ", "the client's secret")?;
            return Ok(Kind::Client { id: id.clone(), secret: secret.expose().to_owned() });
        }
        if let Some(token) = self.connection.token_of_file()? {
            return Ok(Kind::Token { token: token.expose().to_owned() });
        }
        if self.with != Some(With::Token) {
            let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
            if let Some(session) = runtime.block_on(self.session(chosen))? {
                return Ok(Kind::Provider(session));
            }
        }
        let token = typed("Token: ", "the token")?;
        Ok(Kind::Token { token: token.expose().to_owned() })
    }

    /// None where the server has no provider, and none has to be.
    async fn session(&self, chosen: &Chosen) -> anyhow::Result<Option<provider::Session>> {
        let server = strongroom_client::transport::address(&chosen.server, chosen.allow_http)
            .map_err(|why| anyhow::anyhow!("--server {why}"))?;
        let offers = provider::offers(&server)
            .await
            .with_context(|| format!("the server {}", chosen.server))?;
        let wanted = self.with.is_some() || self.provider.is_some() || self.oidc_client.is_some();
        let Some(Offer { issuer, client_id, .. }) = self.one_of(offers)? else {
            if wanted {
                bail!("the server has no such provider: use a token");
            }
            return Ok(None);
        };
        let client_id = self.oidc_client.as_ref().unwrap_or(&client_id);
        let provider = provider::discovered(&issuer).await?;
        if provider.device_authorization.is_none() && !wanted {
            return Ok(None);
        }
        device::signed_in(&issuer, client_id, &provider, show::note).await.map(Some)
    }

    fn one_of(&self, mut offers: Vec<Offer>) -> anyhow::Result<Option<Offer>> {
        if let Some(wanted) = &self.provider {
            offers.retain(|offer| {
                offer.issuer == *wanted || offer.title.eq_ignore_ascii_case(wanted)
            });
        }
        if offers.len() > 1 {
            let titles: Vec<String> = offers.iter().map(|offer| plain(&offer.title)).collect();
            bail!("at which provider? say --provider with one of: {}", titles.join(", "));
        }
        Ok(offers.pop())
    }
}

/// Asked for without being shown, or read where nobody can be asked.
fn typed(question: &str, what: &str) -> anyhow::Result<SecretString> {
    let typed = if ask::somebody() { ask::hidden(question)? } else { ask::standard_input()? };
    let typed = typed.expose().trim();
    anyhow::ensure!(!typed.is_empty(), "{what} is empty: type it, or give it on standard input");
    Ok(SecretString::from(typed))
}

#[derive(Debug, Args)]
pub struct Logout {
    #[command(flatten)]
    connection: Connection,
}

impl Logout {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let folder = Folder::of_user()?;
        let Some(name) = self.connection.chosen()?.context else {
            bail!("no context is in use: there is nothing to sign out of");
        };
        let path = folder.credential(&name);
        if let Some(Kept { credential: Kind::Provider(session), .. }) = Kept::read(&path)? {
            let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
            if let Err(why) = runtime.block_on(provider::revoked(&session)) {
                show::note(&format!("the provider was not told: {why:#}"))?;
            }
        }
        let was_in = Kept::forget(&path)?;
        if self.connection.json() {
            return Ok(());
        }
        show::line(&if was_in {
            format!("Signed out of {name}.")
        } else {
            format!("Nobody was signed in to {name}.")
        })
    }
}
