//! What tools call a registry, so that two names of one are one: with `https://` in front or not,
//! with the API's path behind it or not. Not a check: a name that makes no sense is like no other.

use strongroom_rendering::docker_config;

const HUB: &str = "docker.io";

/// `ghcr.io`, `localhost:5000`, `ghcr.io/team`, or Docker Hub as Docker writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Server(String);

impl Server {
    /// Of an address, or of what is stored.
    pub(crate) fn of(text: &str) -> Self {
        let text = text.trim();
        let bare = match text.split_once("://") {
            Some((_, rest)) => rest,
            None => text,
        };
        let is_url = bare.len() < text.len();
        let bare = bare.trim_end_matches('/');
        let bare = match bare.split_once('/') {
            Some((host, "v1" | "v2")) if is_url => host,
            _ => bare,
        };
        Self(docker_config::key(bare).into_owned())
    }

    /// Of an image: `nginx` and `docker.io/library/nginx` are Docker Hub's.
    pub(crate) fn of_image(image: &str) -> Self {
        let image = image.split_once('@').map_or(image, |(name, _)| name);
        let (host, path) = image.split_once('/').unwrap_or(("", image));
        let is_host = host.contains(['.', ':']) || host == "localhost";
        let hub = docker_config::key(host);
        if !is_host || hub != host {
            return Self(docker_config::key(HUB).into_owned());
        }
        let path = path.split_once(':').map_or(path, |(name, _)| name);
        Self(format!("{host}/{path}"))
    }

    pub(crate) fn name(&self) -> &str {
        &self.0
    }

    /// As people and images write it.
    pub(crate) fn short(&self) -> &str {
        if self.host().ends_with('/') { HUB } else { &self.0 }
    }

    /// Without the path of some of its images. Docker Hub's name is whole.
    pub(crate) fn host(&self) -> &str {
        match self.0.split_once('/') {
            Some((host, _)) if !host.ends_with(':') => host,
            _ => &self.0,
        }
    }

    /// How much of a name is this: 0 where it is another.
    pub(crate) fn reach(&self, name: &Self) -> usize {
        let rest = name.0.strip_prefix(&self.0);
        let within = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if within { self.0.len() } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCKERS: &str = "https://index.docker.io/v1/";

    #[test]
    fn names_of_one_registry_are_one() {
        for (text, name) in [
            ("ghcr.io", "ghcr.io"),
            ("https://ghcr.io/", "ghcr.io"),
            ("https://ghcr.io/v2/", "ghcr.io"),
            ("http://localhost:5000", "localhost:5000"),
            ("ghcr.io/team", "ghcr.io/team"),
            (DOCKERS, DOCKERS),
            ("docker.io", DOCKERS),
            ("https://registry-1.docker.io/v2/", DOCKERS),
            ("index.docker.io", DOCKERS),
        ] {
            assert_eq!(Server::of(text).name(), name, "{text}");
        }
    }

    #[test]
    fn an_image_is_of_its_registry() {
        for (image, name) in [
            ("nginx", DOCKERS),
            ("nginx:1.27", DOCKERS),
            ("library/nginx", DOCKERS),
            ("docker.io/library/nginx:1", DOCKERS),
            ("ghcr.io/team/app:1", "ghcr.io/team/app"),
            ("localhost:5000/app:1", "localhost:5000/app"),
            ("localhost/app@sha256:00", "localhost/app"),
        ] {
            assert_eq!(Server::of_image(image).name(), name, "{image}");
        }
    }

    #[test]
    fn credentials_reach_what_is_below_them_and_nothing_beside() {
        let image = Server::of_image("ghcr.io/team/app");
        let reach = |server: &str| Server::of(server).reach(&image);
        assert!(reach("ghcr.io/team") > reach("ghcr.io"));
        for other in ["ghcr.io/te", "hcr.io", "ghcr.i", "ghcr.io.example.com", "", "docker.io"] {
            assert_eq!(reach(other), 0, "{other}");
        }
        assert!(Server::of("docker.io").reach(&Server::of_image("nginx")) > 0);
    }
}
