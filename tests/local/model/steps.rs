use proptest::prelude::*;
use rollcall_local::faults::Service;
use rollcall_tests::entra::soft_deleted;

/// Few addresses and few directory ids, so that people meet.
const ADDRESSES: usize = 5;
const DIRECTORY_IDS: usize = 3;
const PEOPLE: usize = 4;

/// A `userName`: one of the addresses, or one with something before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    Plain(usize),
    /// As administrators mark leavers.
    Marked(usize),
    /// As Entra deletes them.
    SoftDeleted(usize),
}

impl Name {
    pub(super) fn login(self) -> String {
        match self {
            Self::Plain(number) => login(number),
            Self::Marked(number) => format!("zz_left_{}", login(number)),
            Self::SoftDeleted(number) => soft_deleted(&login(number)),
        }
    }
}

/// One thing that happens.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// The product makes an account of its own.
    SignUp { address: usize },
    /// `POST`.
    Create { address: usize, directory_id: usize },
    /// `PATCH` of `userName`.
    Rename { person: usize, name: Name },
    /// `PATCH` of both, in either order.
    RenameAndSetActive { person: usize, name: Name, active: bool, name_first: bool },
    /// `PATCH` of `active`.
    SetActive { person: usize, active: bool },
    /// `DELETE`.
    Delete { person: usize },
    /// A link is opened.
    Look { link: usize },
    /// A link is confirmed.
    Click { link: usize },
    /// Time passes.
    Wait { minutes: i64 },
    /// A service goes away.
    TakeAway { service: Service },
    /// All services come back.
    BringBack,
}

pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let service = prop_oneof![
        3 => Just(Service::Mail),
        1 => Just(Service::Scheduler),
        1 => Just(Service::Stream),
        1 => Just(Service::Purge),
    ];
    // Never near the end of something that lasts whole hours or days: the clock runs on by itself.
    let minutes = prop_oneof![
        3 => Just(1),
        3 => Just(17),
        3 => Just(167),
        2 => Just(2_901),
        1 => Just(7_213),
        1 => Just(20_207),
    ];
    let name = prop_oneof![
        6 => (0..ADDRESSES).prop_map(Name::Plain),
        1 => (0..ADDRESSES).prop_map(Name::Marked),
        1 => (0..ADDRESSES).prop_map(Name::SoftDeleted),
    ];
    let both = (0..PEOPLE, name.clone(), any::<bool>(), any::<bool>());
    let step = prop_oneof![
        1 => (0..ADDRESSES).prop_map(|address| Step::SignUp { address }),
        4 => (0..ADDRESSES, 0..DIRECTORY_IDS)
            .prop_map(|(address, directory_id)| Step::Create { address, directory_id }),
        6 => (0..PEOPLE, name).prop_map(|(person, name)| Step::Rename { person, name }),
        3 => both.prop_map(|(person, name, active, name_first)| {
            Step::RenameAndSetActive { person, name, active, name_first }
        }),
        4 => (0..PEOPLE, any::<bool>()).prop_map(|(person, active)| Step::SetActive { person, active }),
        1 => (0..PEOPLE).prop_map(|person| Step::Delete { person }),
        1 => (0..8_usize).prop_map(|link| Step::Look { link }),
        3 => (0..8_usize).prop_map(|link| Step::Click { link }),
        4 => minutes.prop_map(|minutes| Step::Wait { minutes }),
        2 => service.prop_map(|service| Step::TakeAway { service }),
        2 => Just(Step::BringBack),
    ];
    proptest::collection::vec(step, 1..40)
}

pub(super) fn login(number: usize) -> String {
    format!("person{number}@example.com")
}

pub(super) fn directory_id(number: usize) -> String {
    format!("00u{number}")
}
