use serde::{Deserialize, Serialize};

/// The answer to "who is this recruiter?". There is no yes and no no: read it with its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Outcome {
    /// One record; name and a hard fact agree, none contradicts; in good standing, not expired, copy fresh.
    Registered,
    /// As [`Outcome::Registered`], but something must be read first.
    RegisteredWithWarnings,
    /// The name agrees with a record in good standing and nothing else was given to compare.
    NameOnRegister,
    /// The licence was lost, ran out, or has a status that nobody has mapped.
    NotInGoodStanding,
    /// Some given fact points at a licensee and another contradicts it.
    PossibleImpostor,
    /// On a list of illegal agents, or a sanctioned entity.
    ListedAsUnregistered,
    /// Only near names.
    SimilarOnly,
    /// The register is held in full and fresh, and nothing in it is near.
    NotFound,
    /// No register is held for that origin, or only a part of it.
    NotCovered,
    /// The copy is too old to reassure or to exclude.
    TooOld,
}

impl Outcome {
    /// Every outcome, in the order of the product's table.
    pub const ALL: [Self; 10] = [
        Self::Registered,
        Self::RegisteredWithWarnings,
        Self::NameOnRegister,
        Self::NotInGoodStanding,
        Self::PossibleImpostor,
        Self::ListedAsUnregistered,
        Self::SimilarOnly,
        Self::NotFound,
        Self::NotCovered,
        Self::TooOld,
    ];

    /// The stable name used in JSON (`NameOnRegister`).
    pub fn name(self) -> &'static str {
        match self {
            Self::Registered => "Registered",
            Self::RegisteredWithWarnings => "RegisteredWithWarnings",
            Self::NameOnRegister => "NameOnRegister",
            Self::NotInGoodStanding => "NotInGoodStanding",
            Self::PossibleImpostor => "PossibleImpostor",
            Self::ListedAsUnregistered => "ListedAsUnregistered",
            Self::SimilarOnly => "SimilarOnly",
            Self::NotFound => "NotFound",
            Self::NotCovered => "NotCovered",
            Self::TooOld => "TooOld",
        }
    }
}
