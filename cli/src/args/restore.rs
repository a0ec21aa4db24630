//! `rollcall restore`.

use clap::{Args, Subcommand};

use super::{TableArgs, table_name};

/// The words after `rollcall restore`.
#[derive(Debug, Subcommand)]
pub(crate) enum RestoreCommand {
    /// Say whom a restore brings back, what cannot be known, and what to do in which order; writes nothing
    ///
    /// --table or --stack names the table that is left, and --from the one that was restored from it to an earlier moment.
    /// Both are read whole.
    Plan(TablesArgs),
    /// Delete again, in the restored table, who was deleted since: people and tenants
    ///
    /// --table or --stack names the table that is left, which is only read, and --from the one that was restored from it. Run it
    /// before anything works on the restored table. The same can be run again.
    Apply {
        #[command(flatten)]
        tables: TablesArgs,
        /// Only count who would be deleted
        #[arg(long)]
        dry_run: bool,
        // For tests alone, so the help does without.
        /// Seconds from the first write of a tenant's deletion to the last look
        #[arg(long, value_name = "N", default_value_t = 60, hide = true)]
        last_look_after: u32,
    },
}

/// The two tables of a restore.
#[derive(Debug, Args)]
pub(crate) struct TablesArgs {
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// Name of the table that was restored
    #[arg(long, value_name = "RESTORED_TABLE", value_parser = table_name)]
    pub(crate) from: String,
}
