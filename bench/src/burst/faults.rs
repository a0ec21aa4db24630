//! How DynamoDB fails in a round.

use clap::ValueEnum;
use clap::builder::PossibleValue;
use rollcall_tests::faulty::{Fault, Faulty};
use serde::Serialize;

/// What `--faults` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FaultArg {
    /// Short of capacity
    Throttled,
    /// Another transaction is at the same item
    Conflict,
    /// 500
    ServerError,
    /// The connection breaks off before the request is looked at
    Reset,
    /// The request is carried out, and its answer gets lost
    AnswerLost,
    /// The request is carried out two seconds late
    Slow,
    /// For a second nobody is answered; of a hundred seconds, not requests
    Silence,
    /// A round for each of these
    Each,
    /// One round with all of these together
    All,
}

/// Faults that happen together, each to so many of a hundred requests.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Faults {
    pub(super) name: String,
    pub(super) percent: u32,
    #[serde(skip)]
    together: Vec<Fault>,
}

/// The table of a round: the proxy before it, if it fails at all, and how many requests have met a fault.
#[derive(Debug)]
pub(super) struct Trouble<'a> {
    pub(super) faults: Option<(&'a Faults, Faulty)>,
    pub(super) met: usize,
}

impl FaultArg {
    /// In the order of the values.
    const SINGLE: [(Self, Fault); 7] = [
        (Self::Throttled, Fault::Throttled),
        (Self::Conflict, Fault::Conflict),
        (Self::ServerError, Fault::ServerError),
        (Self::Reset, Fault::Reset),
        (Self::AnswerLost, Fault::AnswerLost),
        (Self::Slow, Fault::Slow),
        (Self::Silence, Fault::Silence),
    ];

    /// The faults of each round.
    pub(super) fn rounds(self, percent: u32) -> Vec<Faults> {
        let of = |arg: Self, together: Vec<Fault>| Faults { name: arg.name(), percent, together };
        let single = Self::SINGLE.into_iter();
        match self {
            Self::All => vec![of(self, Fault::ALL.to_vec())],
            Self::Each => single.map(|(arg, fault)| of(arg, vec![fault])).collect(),
            one => single.filter(|(arg, _)| *arg == one).map(|(arg, fault)| of(arg, vec![fault])).collect(),
        }
    }

    fn name(self) -> String {
        let value = self.to_possible_value();
        value.as_ref().map(PossibleValue::get_name).unwrap_or_default().to_owned()
    }
}

impl Faults {
    /// Such as `throttled 5 %`.
    pub(super) fn text(&self) -> String {
        format!("{} {} %", self.name, self.percent)
    }
}

impl Trouble<'_> {
    /// From now on the table fails, if it does at all.
    pub(super) fn begin(&self) {
        if let Some((faults, proxy)) = &self.faults {
            proxy.fail(&faults.together, f64::from(faults.percent));
        }
    }

    /// From now on nothing fails.
    pub(super) fn end(&mut self) {
        if let Some((_, proxy)) = &self.faults {
            self.met += proxy.heal();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_a_round_of_its_own_and_one_with_all_others() {
        let together = |arg: FaultArg| arg.rounds(5).into_iter().map(|faults| faults.together);
        assert_eq!(together(FaultArg::Each).collect::<Vec<_>>(), Fault::ALL.map(|fault| vec![fault]));
        assert_eq!(together(FaultArg::All).collect::<Vec<_>>(), [Fault::ALL.to_vec()]);
        assert_eq!(together(FaultArg::AnswerLost).collect::<Vec<_>>(), [[Fault::AnswerLost]]);
        assert_eq!(FaultArg::AnswerLost.name(), "answer-lost");
    }
}
