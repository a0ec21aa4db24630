//! `rollcall wave`.

use clap::Subcommand;
use rollcall_rules::wave::{DAYS, LEAST_PEOPLE, MOST_DAYS, WaveId};

use super::people::OfTenant;

/// The words after `rollcall wave`.
#[derive(Debug, Subcommand)]
pub(crate) enum WaveCommand {
    /// List the waves: the same change of many people by the same source, with less than ten minutes between two of them
    List {
        #[command(flatten)]
        of: OfTenant,
        /// Of so many days until now
        #[arg(long, value_name = "N", default_value_t = DAYS, value_parser = clap::value_parser!(u16).range(1..=i64::from(MOST_DAYS)))]
        days: u16,
        /// Only of so many people at least
        #[arg(long, value_name = "N", default_value_t = LEAST_PEOPLE)]
        people: usize,
    },
    /// Show the people of a wave, and where each stands now
    Show {
        #[command(flatten)]
        of: OfTenant,
        /// The wave, as `rollcall wave list` names it
        #[arg(value_name = "WAVE")]
        wave: WaveId,
    },
    /// Restore everybody whom a wave deactivated; whoever was changed since is left as they are. The same can be run again
    Undo {
        #[command(flatten)]
        of: OfTenant,
        /// The wave, as `rollcall wave list` names it
        #[arg(value_name = "WAVE")]
        wave: WaveId,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
}
