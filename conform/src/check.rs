//! What a check is.

use std::pin::Pin;

use serde::Serialize;

use crate::server::Feature;
use crate::session::Session;
use crate::stop::Verdict;

/// How a check is played.
pub(crate) type Play = for<'a> fn(&'a mut Session) -> Pin<Box<dyn Future<Output = Verdict> + Send + 'a>>;

/// How much the source asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It has to be so.
    Must,
    /// It is better so.
    Should,
}

/// One thing that a server is asked for.
pub(crate) struct Check {
    /// Its suite, and within it a name that never changes.
    pub(crate) id: &'static str,
    /// What has to be so, in a sentence.
    pub(crate) title: &'static str,
    /// Who asks for it, and where.
    pub(crate) source: &'static str,
    pub(crate) level: Level,
    /// What the server has to have for it to say anything.
    pub(crate) needs: &'static [Feature],
    /// What an administrator sees where it is not so.
    pub(crate) meaning: &'static str,
    /// What mends it, in any server.
    pub(crate) mend: &'static str,
    /// What mends it in a Rollcall one, where that is a setting.
    pub(crate) rollcall: Option<&'static str>,
    pub(crate) play: Play,
}

impl Check {
    /// Of what has to be so.
    pub(crate) const fn must(
        id: &'static str,
        title: &'static str,
        source: &'static str,
        play: Play,
    ) -> Self {
        Self {
            id,
            title,
            source,
            level: Level::Must,
            needs: &[],
            meaning: "",
            mend: "",
            rollcall: None,
            play,
        }
    }

    /// Of what is better so.
    pub(crate) const fn should(
        id: &'static str,
        title: &'static str,
        source: &'static str,
        play: Play,
    ) -> Self {
        Self { level: Level::Should, ..Self::must(id, title, source, play) }
    }

    /// The same, for a server that has all of this.
    pub(crate) const fn needs(self, needs: &'static [Feature]) -> Self {
        Self { needs, ..self }
    }

    /// The same, with what an administrator sees where it is not so.
    pub(crate) const fn means(self, meaning: &'static str) -> Self {
        Self { meaning, ..self }
    }

    /// The same, with what mends it.
    pub(crate) const fn mend(self, mend: &'static str) -> Self {
        Self { mend, ..self }
    }

    /// The same, with the setting of Rollcall that mends it.
    pub(crate) const fn rollcall(self, setting: &'static str) -> Self {
        Self { rollcall: Some(setting), ..self }
    }
}

/// A [`Play`] out of the name of an `async fn`.
macro_rules! play {
    ($name:path) => {
        |session| Box::pin($name(session))
    };
}
pub(crate) use play;

/// The setting of Rollcall with which profiles follow the directory.
pub(crate) const PROFILE_SYNC: &str = "rollcall tenant set <tenant> --profile-sync full";
