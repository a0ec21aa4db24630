//! Whether the settings lead to a local system, which has no stack: there is nothing to inspect, and nobody to ask for its table.

use rollcall::aws;
use rollcall_local::LOCAL;

/// The variables that lead to a local system.
#[derive(Debug, Default)]
pub(crate) struct Environment {
    /// `AWS_REGION`, or `AWS_DEFAULT_REGION`.
    region: Option<String>,
    /// `AWS_ENDPOINT_URL_DYNAMODB`.
    dynamodb: Option<String>,
    /// `AWS_ENDPOINT_URL_CLOUDFORMATION`.
    cloudformation: Option<String>,
    /// `AWS_ENDPOINT_URL`.
    all: Option<String>,
}

impl Environment {
    pub(crate) fn of_this_process() -> Self {
        Self {
            region: aws::optional("AWS_REGION").or_else(|| aws::optional("AWS_DEFAULT_REGION")),
            dynamodb: aws::optional("AWS_ENDPOINT_URL_DYNAMODB"),
            cloudformation: aws::optional("AWS_ENDPOINT_URL_CLOUDFORMATION"),
            all: aws::optional("AWS_ENDPOINT_URL"),
        }
    }

    /// The setting that leads to a local system, which can be told without a question: the region that its welcome
    /// names, or an endpoint on this machine for the table alone. An emulator of AWS has one for all services.
    pub(crate) fn leads_to_local_system(&self) -> Option<String> {
        if self.all.is_some() || self.cloudformation.is_some() {
            return None;
        }
        if let Some(url) = self.dynamodb.as_deref().filter(|url| is_on_this_machine(url)) {
            return Some(format!("AWS_ENDPOINT_URL_DYNAMODB={url}"));
        }
        (self.region.as_deref() == Some(LOCAL)).then(|| format!("AWS_REGION={LOCAL}"))
    }

    /// The setting that has CloudFormation on this machine. It may be an emulator, or a DynamoDB engine.
    pub(crate) fn local_endpoint(&self) -> Option<String> {
        let (name, url) = match (&self.cloudformation, &self.all) {
            (Some(url), _) => ("AWS_ENDPOINT_URL_CLOUDFORMATION", url),
            (None, Some(url)) => ("AWS_ENDPOINT_URL", url),
            (None, None) => return None,
        };
        is_on_this_machine(url).then(|| format!("{name}={url}"))
    }
}

fn is_on_this_machine(url: &str) -> bool {
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = authority.split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host).trim_matches(['[', ']']);
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback() || address.is_unspecified())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn settings_of_a_local_system_are_told_from_those_of_aws_and_of_an_emulator() {
        let aws = Environment { region: some("eu-west-1"), ..Environment::default() };
        assert_eq!((aws.leads_to_local_system(), aws.local_endpoint()), (None, None));
        let local = Environment { region: some(LOCAL), ..Environment::default() };
        assert_eq!(local.leads_to_local_system(), some("AWS_REGION=local"));
        for url in
            ["http://127.0.0.1:8081", "http://localhost:8081/", "http://[::1]:8081", "http://0.0.0.0:8081"]
        {
            let table =
                Environment { region: some("eu-west-1"), dynamodb: some(url), ..Environment::default() };
            assert_eq!(table.leads_to_local_system(), Some(format!("AWS_ENDPOINT_URL_DYNAMODB={url}")));
            let emulator = Environment { all: some(url), dynamodb: some(url), ..Environment::default() };
            assert_eq!(emulator.leads_to_local_system(), None);
            assert_eq!(emulator.local_endpoint(), Some(format!("AWS_ENDPOINT_URL={url}")));
        }
        let endpoint = some("https://vpce-1.dynamodb.eu-west-1.vpce.amazonaws.com");
        let private = Environment { dynamodb: endpoint.clone(), all: endpoint, ..Environment::default() };
        assert_eq!((private.leads_to_local_system(), private.local_endpoint()), (None, None));
    }
}
