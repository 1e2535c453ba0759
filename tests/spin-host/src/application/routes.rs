//! Which component a path leads to.
//!
//! Depends on: the routes of Spin's HTTP trigger, as far as its manifest reference tells of exact ones
//! and of trailing wildcards. Wildcards of one segment are not known here.

use anyhow::ensure;

/// A path, or a path and all below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// As the manifest has it.
    pub text: String,
    /// Without the wildcard: empty for `/...`.
    pub path: String,
    is_wildcard: bool,
    /// The component's id.
    pub component: String,
}

impl Route {
    /// # Errors
    /// It is of a kind that is not known here.
    pub(crate) fn parse(text: &str, component: &str) -> anyhow::Result<Self> {
        let wildcard = text.strip_suffix("/...");
        let path = wildcard.unwrap_or(text);
        let is_known = (path.is_empty() || path.starts_with('/')) && !path.contains([':', '*']);
        ensure!(
            !text.is_empty() && is_known && !path.contains("..."),
            "the route `{text}` is not known here"
        );
        Ok(Self {
            text: text.to_owned(),
            path: path.to_owned(),
            is_wildcard: wildcard.is_some(),
            component: component.to_owned(),
        })
    }

    /// What of a path the wildcard stands for; all of it where it is the only route.
    #[must_use]
    pub fn rest<'a>(&self, path: &'a str) -> &'a str {
        if self.is_wildcard { path.strip_prefix(&self.path).unwrap_or_default() } else { "" }
    }

    fn leads(&self, path: &str) -> bool {
        path.strip_prefix(&self.path)
            .is_some_and(|rest| rest.is_empty() || (self.is_wildcard && rest.starts_with('/')))
    }
}

/// The route that a path takes: an exact one before any wildcard, a longer wildcard before a shorter.
#[must_use]
pub fn find<'a>(routes: &'a [Route], path: &str) -> Option<&'a Route> {
    let leading = routes.iter().filter(|route| route.leads(path));
    leading.max_by_key(|route| (!route.is_wildcard, route.path.len()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn an_exact_route_comes_before_wildcards_and_a_longer_wildcard_before_a_shorter() {
        let routes = [("/...", "all"), ("/", "root"), ("/a/...", "a"), ("/a/b", "b")];
        let routes = routes.map(|(text, component)| Route::parse(text, component).unwrap());
        for (path, component, rest) in [
            ("/", "root", ""),
            ("/x", "all", "/x"),
            ("/ab", "all", "/ab"),
            ("/a", "a", ""),
            ("/a/", "a", "/"),
            ("/a/x", "a", "/x"),
            ("/a/b", "b", ""),
            ("/a/b/c", "a", "/b/c"),
        ] {
            let route = find(&routes, path).unwrap();
            assert_eq!((route.component.as_str(), route.rest(path)), (component, rest), "{path}");
        }
        assert_eq!(find(&routes[1..], "/x"), None);
    }

    #[test]
    fn other_kinds_of_routes_are_refused() {
        for text in ["", "a", "/:id", "/a/*", "/.../a"] {
            assert!(Route::parse(text, "c").is_err(), "{text}");
        }
    }
}
