//! How large the functions are: what is deployed, and what a cold start reads.

use std::fs;

use miniz_oxide::deflate::compress_to_vec;
use serde::Serialize;

use crate::error::BenchError;
use crate::place::Place;

/// The functions, and the one that they are compared with.
pub(crate) const FUNCTIONS: [&str; 2] = ["scim", "hello"];

/// What zip takes where nobody says how hard to try.
const ZIP_LEVEL: u8 = 6;

/// A function's size.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Size {
    pub(crate) function: &'static str,
    pub(crate) bytes: usize,
    /// Without the hundred bytes that a zip file adds to the one file in it.
    pub(crate) zipped_bytes: usize,
}

/// The size of each function.
pub(crate) fn measure(place: &Place) -> Result<Vec<Size>, BenchError> {
    FUNCTIONS.into_iter().map(|function| of(place, function)).collect()
}

fn of(place: &Place, function: &'static str) -> Result<Size, BenchError> {
    let path = place.binary(function)?;
    let binary = fs::read(&path).map_err(|source| BenchError::File { path, source })?;
    Ok(Size { function, bytes: binary.len(), zipped_bytes: compress_to_vec(&binary, ZIP_LEVEL).len() })
}
