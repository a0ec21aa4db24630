//! A table that fails at a chosen call: before the call is made, or after it was carried out and its answer got lost.
//!
//! What must survive failures is run once for each call that it makes, failing there.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::{
    BeforeSerializationInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use rollcall::store::Store;

use crate::table::Table;

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failing {
    /// Nothing happens.
    Before,
    /// It happens, and nobody hears of it.
    After,
}

/// Counts calls and lets one fail. Clones are one.
#[derive(Debug, Clone)]
pub struct Broken {
    calls: Arc<AtomicUsize>,
    at: usize,
    how: Failing,
}

impl Broken {
    /// The call of that number fails, counted from 0.
    #[must_use]
    pub fn at(call: usize, how: Failing) -> Self {
        Self { calls: Arc::default(), at: call, how }
    }

    /// The table as a store with this fault.
    #[must_use]
    pub fn store(&self, table: &Table) -> Store {
        let (client, name) = table.parts();
        let config = client.config().to_builder().interceptor(self.clone()).build();
        Store::new(Client::from_conf(config), name)
    }

    /// Did it come to the call that fails?
    fn has_failed(&self) -> bool {
        self.calls.load(Ordering::Relaxed) > self.at
    }
}

/// Attempts something again and again, each time failing at the next call, before it and after it, until it makes no
/// more calls than that. Each attempt is given a name of its own.
///
/// # Panics
/// When it makes fewer calls than `least`: then it was not what it should have been.
pub async fn at_every_call(least: usize, attempt: impl AsyncFn(&Broken, &str)) {
    for how in [Failing::Before, Failing::After] {
        for call in 0.. {
            let broken = Broken::at(call, how);
            attempt(&broken, &format!("{how:?}{call}")).await;
            if !broken.has_failed() {
                assert!(call >= least, "{how:?}: only {call} calls");
                break;
            }
        }
    }
}

impl Intercept for Broken {
    fn name(&self) -> &'static str {
        "Broken"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if self.how == Failing::Before && self.calls.fetch_add(1, Ordering::Relaxed) == self.at {
            return Err("this call fails".into());
        }
        Ok(())
    }

    fn read_after_execution(
        &self,
        _: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if self.how == Failing::After && self.calls.fetch_add(1, Ordering::Relaxed) == self.at {
            return Err("the answer of this call gets lost".into());
        }
        Ok(())
    }
}
