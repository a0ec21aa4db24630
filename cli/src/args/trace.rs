//! `rollcall trace`.

use clap::Args;
use rollcall_rules::address::AddressKey;
use rollcall_rules::trace::Sought;
use rollcall_rules::user::{ExternalId, Guard, UserId};

use super::people::OfTenant;

/// Options of `rollcall trace`.
#[derive(Debug, Args)]
pub(crate) struct TraceArgs {
    #[command(flatten)]
    pub(crate) of: OfTenant,
    /// Address, id or externalId of the person; what can be several is looked for as each, in the order id, address, externalId
    #[arg(value_parser = SoughtArg::parse)]
    pub(crate) person: SoughtArg,
}

/// Who is asked for, as the command line names them.
#[derive(Debug, Clone)]
pub(crate) struct SoughtArg {
    /// What the text can be: one at least.
    pub(crate) meant: Vec<Sought>,
}

impl SoughtArg {
    /// A directory may have ids of its own that are UUIDs or addresses. So either can be an `externalId`, too.
    fn parse(text: &str) -> Result<Self, String> {
        let id = UserId::parse(text).map(Sought::Id);
        let address = AddressKey::sought(text).filter(|_| text.contains('@'));
        let address = address.map(|key| Sought::Held(Guard::Address(key)));
        let external_id = ExternalId::parse(text).map_err(|error| error.to_string())?;
        let external_id = external_id.map(|id| Sought::Held(Guard::ExternalId(id)));
        let meant: Vec<_> = [id, address, external_id].into_iter().flatten().collect();
        if meant.is_empty() {
            return Err("is empty: give an address, an id or an externalId".to_owned());
        }
        Ok(Self { meant })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_all_that_it_can_be() {
        let kinds = |text: &str| -> Vec<&str> {
            let meant = SoughtArg::parse(text).unwrap().meant;
            meant
                .iter()
                .map(|sought| match sought {
                    Sought::Id(_) => "id",
                    Sought::Held(Guard::Address(_)) => "address",
                    Sought::Held(Guard::ExternalId(_)) => "externalId",
                })
                .collect()
        };
        assert_eq!(kinds("3f0c1f5e-8a54-4c5a-9d6e-2b7f7f3f6a10"), ["id", "externalId"]);
        assert_eq!(kinds("Ada@example.com"), ["address", "externalId"]);
        assert_eq!(kinds("00u1"), ["externalId"]);
        for text in ["", &"x".repeat(513)] {
            assert!(SoughtArg::parse(text).is_err());
        }
    }
}
