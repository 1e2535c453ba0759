//! Profiles of AWS's shared files, `credentials` and `config`, whose keys are in them.
//!
//! Source of the form: the AWS SDKs and Tools Reference Guide, "Shared config and credentials files".
//! Of both files the credentials' settings win, as they do for AWS's tools.

mod ini;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use strongroom_client::SecretString;

use super::input::{at_home, read as read_file, read_if_there};
use crate::import::item::{
    ACCESS_KEY, Content, ENDPOINT, Found, Item, PATH_STYLE, REGION, SECRET_KEY, SESSION_TOKEN,
    fields,
};
use ini::{Section, sections};

#[derive(Debug, Args)]
pub(in crate::import) struct Aws {
    /// File with the keys; `-` for standard input [default: $AWS_SHARED_CREDENTIALS_FILE or
    /// ~/.aws/credentials]
    file: Option<PathBuf>,

    /// File with regions and endpoints [default: $AWS_CONFIG_FILE or ~/.aws/config, where no other
    /// FILE is named]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Only these profiles
    #[arg(long = "profile", value_name = "NAME")]
    profiles: Vec<String>,
}

impl Aws {
    pub(super) fn read(&self) -> anyhow::Result<Vec<Item>> {
        let config = match (&self.config, &self.file) {
            (Some(config), _) => Some(read_file(config)?),
            (None, Some(_)) => None,
            (None, None) => read_if_there(&at_home("AWS_CONFIG_FILE", ".aws/config")?)?,
        };
        let credentials = match &self.file {
            Some(file) => read_file(file)?,
            None => {
                let path = at_home("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials")?;
                // Keys may all be in the other file.
                if config.is_some() { read_if_there(&path)? } else { Some(read_file(&path)?) }
                    .unwrap_or_default()
            }
        };
        let mut items = read(&credentials, config.as_ref().map_or("", |text| text.as_str()))?;
        if !self.profiles.is_empty() {
            for name in &self.profiles {
                let is_there = items.iter().any(|item| item.path.first() == Some(name));
                anyhow::ensure!(is_there, "there is no profile of the name given as --profile");
            }
            items.retain(|item| item.path.first().is_some_and(|it| self.profiles.contains(it)));
        }
        Ok(items)
    }
}

fn read(credentials: &str, config: &str) -> anyhow::Result<Vec<Item>> {
    let mut profiles: BTreeMap<String, Section> = BTreeMap::new();
    let mut services: BTreeMap<String, Section> = BTreeMap::new();
    for (name, section) in sections(config, "the config file")? {
        if let Some(name) = name.strip_prefix("services ") {
            services.insert(name.trim().to_owned(), section);
        } else if let Some(name) = name.strip_prefix("profile ") {
            profiles.entry(name.trim().to_owned()).or_default().merge(section);
        } else if name == "default" {
            profiles.entry(name).or_default().merge(section);
        }
    }
    for (name, section) in sections(credentials, "the credentials file")? {
        profiles.entry(name).or_default().merge(section);
    }
    Ok(profiles.into_iter().map(|(name, section)| item(&name, &section, &services)).collect())
}

fn item(name: &str, profile: &Section, services: &BTreeMap<String, Section>) -> Item {
    let place = format!("profile {name}");
    let (key, secret) = (profile.text("aws_access_key_id"), profile.text("aws_secret_access_key"));
    let (Some(key), Some(secret)) = (key, secret) else {
        return if key.is_some() || secret.is_some() {
            Item::unfit(name, place, "has one half of a pair of keys")
        } else {
            Item::left(name, place, "has no keys: a role, a sign-on or a process gives them")
        };
    };
    let service = profile.text("services").and_then(|name| services.get(name));
    let endpoint = service
        .and_then(|service| service.nested("s3", "endpoint_url"))
        .or_else(|| profile.text("endpoint_url"));
    let path_style = match profile.nested("s3", "addressing_style") {
        Some("path") => Some("true"),
        Some("virtual") => Some("false"),
        _ => None,
    };
    let token = profile.text("aws_session_token").or_else(|| profile.text("aws_security_token"));
    let values = [
        (ACCESS_KEY, Some(key)),
        (SECRET_KEY, Some(secret)),
        (SESSION_TOKEN, token),
        (REGION, profile.text("region")),
        (ENDPOINT, endpoint),
        (PATH_STYLE, path_style),
    ];
    // Readers differ on comments behind a value; none has white space in a value of these.
    if values.iter().any(|(_, value)| value.is_some_and(|it| it.contains(char::is_whitespace))) {
        return Item::unfit(
            name,
            place,
            "has white space in a setting, which readers read differently",
        );
    }
    let values = values.map(|(name, value)| (name, value.map(SecretString::from)));
    Item::new([name], place, Content::Secret(Found::keys(fields(values))))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use strongroom_rendering::aws::credentials_file;

    use super::*;
    use crate::import::tests::summary;

    const CREDENTIALS: &str = "\
# comment
[default]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key=abc/def+ghi=
[store]
aws_access_key_id = k
aws_secret_access_key = s
region = here
[half]
aws_access_key_id = k
";
    const CONFIG: &str = "\
[default]
region = eu-central-1
[profile store]
region = elsewhere
services = mine
s3 =
    addressing_style = path
    max_concurrent_requests = 2
[profile sso]
sso_session = a
[sso-session a]
sso_region = eu-central-1
[services mine]
s3 =
  endpoint_url = https://store.example.com
";

    #[test]
    fn profiles_of_both_files_become_connections() {
        let said = [
            "default = S3Connection access_key=AKIAEXAMPLE region=eu-central-1 secret_key=abc/def+ghi=",
            "half unfit",
            "sso left",
            "store = S3Connection access_key=k endpoint=https://store.example.com path_style=true region=here secret_key=s",
        ];
        assert_eq!(summary(&read(CREDENTIALS, CONFIG).unwrap()), said);
    }

    #[test]
    fn what_is_given_out_as_a_profile_is_read_back() {
        let fields: [(&str, &[u8]); 6] = [
            (ACCESS_KEY, b"k"),
            (SECRET_KEY, b"s=;#"),
            (SESSION_TOKEN, b"t"),
            (REGION, b"r"),
            (ENDPOINT, b"https://a.example.com:9000"),
            (PATH_STYLE, b"true"),
        ];
        let file = credentials_file("store", &fields).unwrap();
        let said = summary(&read(std::str::from_utf8(&file).unwrap(), "").unwrap());
        assert_eq!(
            said,
            [
                "store = S3Connection access_key=k endpoint=https://a.example.com:9000 path_style=true \
              region=r secret_key=s=;# session_token=t"
            ]
        );
    }

    #[test]
    fn an_error_names_the_line_and_holds_nothing_of_it() {
        for text in ["planted\n", "[planted\n", "a = b\n", "[a]\nplanted\n"] {
            let why = format!("{:#}", read(text, "").err().unwrap());
            assert!(!why.contains("planted") && why.contains("line"), "{why}");
        }
        let spaced = "[a]\naws_access_key_id = k\naws_secret_access_key = planted # comment\n";
        assert_eq!(summary(&read(spaced, "").unwrap()), ["a unfit"]);
    }
}
