//! The least that a function in Rust can be: what `make bench` compares ours with.
//!
//! A package of its own, because built together with others it would get the features that they ask of its
//! dependencies.

use std::convert::Infallible;

use lambda_http::{Error, Request, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(async |_: Request| Ok::<_, Infallible>("hello, world"))).await
}
