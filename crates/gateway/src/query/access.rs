//! What is asked of a report of who may do what with a secret.

use strongroom_ports::directory::{HolderKind, HolderPlace};

use super::{LIMIT, Parameter, Query, Shape, parameter};
use crate::problem::Problem;

pub(crate) const ACCESS: [Parameter; 2] =
    [LIMIT, parameter("after", Shape::Holder, "`next_after` of the page before.")];

impl Query<'_> {
    /// Where a page of holders begins.
    pub(crate) fn after(&self) -> Result<Option<HolderPlace>, Problem> {
        self.parsed("after", |text| {
            holder(text).ok_or("must be the `next_after` of the page before".to_owned())
        })
    }
}

fn holder(text: &str) -> Option<HolderPlace> {
    let (kind, id) = text.split_once('/')?;
    let kind = HolderKind::ALL.into_iter().find(|known| known.as_str() == kind)?;
    Some((kind, id.parse().ok()?))
}

pub(crate) fn holder_text((kind, id): HolderPlace) -> String {
    format!("{}/{id}", kind.as_str())
}
