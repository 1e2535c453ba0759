//! What was found in an owner's values.

use strongroom_model::examination::{Examination, Spot, Weakness};

use crate::id::same_cases;
use crate::{Malformed, all, each, wire};

impl From<Examination> for wire::Examination {
    fn from(found: Examination) -> Self {
        let weak = |(spot, weakness): (Spot, Weakness)| wire::WeakValue {
            spot: spot.into(),
            weakness: weakness.into(),
        };
        Self {
            examined: found.examined,
            skipped: found.skipped,
            complete: found.complete,
            damaged: all(found.damaged),
            weak: found.weak.into_iter().map(weak).collect(),
            reused: found.reused.into_iter().map(all).collect(),
        }
    }
}

impl TryFrom<wire::Examination> for Examination {
    type Error = Malformed;

    fn try_from(found: wire::Examination) -> Result<Self, Malformed> {
        let weak = |weak: wire::WeakValue| Ok((weak.spot.try_into()?, weak.weakness.into()));
        Ok(Self {
            examined: found.examined,
            skipped: found.skipped,
            complete: found.complete,
            damaged: each(found.damaged)?,
            weak: found.weak.into_iter().map(weak).collect::<Result<_, Malformed>>()?,
            reused: found.reused.into_iter().map(each).collect::<Result<_, _>>()?,
        })
    }
}

impl From<Spot> for wire::Spot {
    fn from(spot: Spot) -> Self {
        Self { secret: spot.secret.into(), name: spot.name.into(), field: spot.field.into() }
    }
}

impl TryFrom<wire::Spot> for Spot {
    type Error = Malformed;

    fn try_from(spot: wire::Spot) -> Result<Self, Malformed> {
        Ok(Self {
            secret: spot.secret.try_into()?,
            name: spot.name.parse()?,
            field: spot.field.parse()?,
        })
    }
}

same_cases!(Weakness, wire::Weakness, Common, Repetitive, Digits, Short);
