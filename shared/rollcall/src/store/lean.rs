//! What the SDK does anew for every call, done once or left out.
//!
//! - [`FixedEndpoint`]: the SDK's rules for endpoints run at the start alone; their answer does not change.
//! - [`LeaveOut`]: headers that DynamoDB does nothing with.

use aws_runtime::invocation_id::InvocationIdInterceptor;
use aws_runtime::recursion_detection::RecursionDetectionInterceptor;
use aws_runtime::request_info::RequestInfoInterceptor;
use aws_runtime::user_agent::UserAgentInterceptor;
use aws_sdk_dynamodb::config::endpoint::{
    DefaultResolver, Endpoint, EndpointFuture, Params, ResolveEndpoint,
};
use aws_sdk_dynamodb::config::interceptors::{
    BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextMut,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_smithy_runtime_api::client::interceptors::disable_interceptor;
use aws_types::SdkConfig;
use futures_util::FutureExt;

/// The service's address, as the SDK's rules make it of the settings.
#[derive(Debug)]
pub(super) struct FixedEndpoint(Endpoint);

impl FixedEndpoint {
    /// `None`: the settings say more than region, FIPS and dual stack, or nothing that makes an address. Then the SDK
    /// is asked each time, and gives the error that it has.
    pub(super) fn of(settings: &SdkConfig, endpoint_url: Option<&str>) -> Option<Self> {
        if settings.endpoint_url().is_some() || settings.service_config().is_some() {
            return None;
        }
        let params = Params::builder()
            .set_region(settings.region().map(ToString::to_string))
            .set_use_fips(settings.use_fips())
            .set_use_dual_stack(settings.use_dual_stack())
            .set_endpoint(endpoint_url.map(str::to_owned))
            .build()
            .ok()?;
        let endpoint = DefaultResolver::new().resolve_endpoint(&params).now_or_never()?.ok()?;
        Some(Self(endpoint))
    }

    /// The address, without a path.
    #[cfg(test)]
    pub(super) fn url(&self) -> &str {
        self.0.url()
    }
}

impl ResolveEndpoint for FixedEndpoint {
    fn resolve_endpoint<'a>(&'a self, _: &'a Params) -> EndpointFuture<'a> {
        EndpointFuture::ready(Ok(self.0.clone()))
    }
}

/// Leaves out the id of an invocation, the number of a try, the trace of a chain of functions, and a user agent that
/// is put together anew each time; sends a short one instead.
#[derive(Debug)]
pub(super) struct LeaveOut;

const USER_AGENT: &str = concat!("aws-sdk-rust rollcall/", env!("CARGO_PKG_VERSION"));

impl Intercept for LeaveOut {
    fn name(&self) -> &'static str {
        "LeaveOut"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        const CAUSE: &str = "DynamoDB does nothing with it";
        let state = cfg.interceptor_state();
        state.store_put(disable_interceptor::<InvocationIdInterceptor>(CAUSE));
        state.store_put(disable_interceptor::<RecursionDetectionInterceptor>(CAUSE));
        state.store_put(disable_interceptor::<RequestInfoInterceptor>(CAUSE));
        state.store_put(disable_interceptor::<UserAgentInterceptor>(CAUSE));
        Ok(())
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        context.request_mut().headers_mut().insert("user-agent", USER_AGENT);
        Ok(())
    }
}
