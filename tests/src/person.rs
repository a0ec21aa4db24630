//! A person as a directory knows them.

/// What the directory keeps of a person. Made from an address, the rest follows from it, so that a test names only
/// what it is about.
#[derive(Debug, Clone)]
pub struct Person {
    /// The address they sign in with: SCIM `userName`.
    pub login: String,
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// The directory's own id: SCIM `externalId`. It never changes.
    pub directory_id: String,
    /// Department, where the directory has it mapped.
    pub department: Option<String>,
}

impl Person {
    /// Both names.
    #[must_use]
    pub fn display_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }

    /// In a department.
    #[must_use]
    pub fn in_department(self, department: &str) -> Self {
        Self { department: Some(department.to_owned()), ..self }
    }

    /// With the directory id of somebody else.
    #[must_use]
    pub fn with_directory_id(self, directory_id: &str) -> Self {
        Self { directory_id: directory_id.to_owned(), ..self }
    }
}

/// `ada.king@example.com` is Ada King; `ada@example.com` is Ada Example.
impl From<&str> for Person {
    fn from(login: &str) -> Self {
        let (local, domain) = login.split_once('@').unwrap_or((login, "example"));
        let (given, family) =
            local.split_once('.').unwrap_or((local, domain.split('.').next().unwrap_or_default()));
        Self {
            login: login.to_owned(),
            given_name: capitalised(given),
            family_name: capitalised(family),
            directory_id: directory_id(login),
            department: None,
        }
    }
}

impl From<&Person> for Person {
    fn from(person: &Person) -> Self {
        person.clone()
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Twenty characters that begin with `00u`, like Okta's; the same for the same address (FNV-1a).
fn directory_id(login: &str) -> String {
    let hash = login.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("00u{hash:016x}x")
}
