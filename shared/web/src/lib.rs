//! What the HTTP functions share: the state they are given, who is calling, body limits, pages, the request log.
//!
//! Nothing here knows SCIM: how an error looks is each function's own affair.

mod admission;
mod app;
mod base_url;
mod bearer;
mod body;
mod byte_order_mark;
mod failure;
mod lately;
mod note;
pub mod page;
mod path_text;
mod paths;
pub mod request_log;

pub use admission::LatelyAdmitted;
pub use app::{App, SettingsError};
pub use base_url::{AUTHORIZE_PATH, BaseUrl, PROTECTED_RESOURCE, SCIM_ROOT, TOKEN_PATH};
pub use bearer::{bearer, bearer_text, operator_bearer};
pub use body::{BodyError, read_body};
pub use byte_order_mark::{BYTE_ORDER_MARK, keeping_byte_order_marks};
pub use failure::{table_failure, with_cause, with_header};
pub use lately::Lately;
pub use note::note;
pub use path_text::PathText;
pub use paths::leniently;
