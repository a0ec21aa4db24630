//! Whether SES changes mails on their way: opens and clicks are tracked by a picture and by links that lead through
//! SES. The links of these mails have secrets, and are nobody else's.

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::operation::get_account::GetAccountOutput;
use aws_sdk_sesv2::operation::get_email_identity::GetEmailIdentityOutput;
use aws_sdk_sesv2::types::{EventDestination, EventType, FeatureStatus};
use serde_json::{Map, Value, json};

use super::super::fact::{Fact, Gap, known};
use super::super::finding::{Finding, quoted};
use super::super::stack::Stack;

const CHECK: &str = "mail: configuration set";

const PARAMETER: &str = "MailConfigurationSet";

/// What SES says of the configuration set; `None`: the stack names none.
pub(in super::super) type Facts = Option<Fact<ConfigurationSet>>;

/// What of a configuration set matters here.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct ConfigurationSet {
    /// Its own word on engagement metrics, which goes before the account's.
    engagement: Option<FeatureStatus>,
    /// Where SES reports what becomes of mails.
    destinations: Vec<EventDestination>,
}

/// Asks SES about the configuration set. Changes nothing.
pub(super) async fn gather(client: &Client, stack: &Stack) -> Facts {
    let name = stack.parameter(PARAMETER)?;
    let (set, destinations) = tokio::join!(
        async {
            let sent = client.get_configuration_set().configuration_set_name(name).send().await;
            known("ses:GetConfigurationSet", sent)
        },
        async {
            let request = client.get_configuration_set_event_destinations().configuration_set_name(name);
            known("ses:GetConfigurationSetEventDestinations", request.send().await)
        },
    );
    Some(set.and_then(|set| {
        let options = set.vdm_options.and_then(|options| options.dashboard_options);
        let destinations = destinations?.event_destinations.unwrap_or_default();
        Ok(ConfigurationSet {
            engagement: options.and_then(|options| options.engagement_metrics),
            destinations,
        })
    }))
}

/// Judges what is done to mails on their way, and whether the functions may use the set that SES takes.
#[must_use]
pub(super) fn examine(
    facts: &Facts,
    account: &Fact<GetAccountOutput>,
    identity: &Fact<GetEmailIdentityOutput>,
    stack: &Stack,
) -> Vec<Finding> {
    let by_default = identity.as_ref().ok().and_then(|identity| identity.configuration_set_name.as_deref());
    match (stack.parameter(PARAMETER), facts) {
        (Some(name), Some(Ok(set))) => {
            let findings = tracked(name, set, account);
            if findings.is_empty() {
                vec![Finding::ok(CHECK, format!("{name} tracks neither opens nor clicks"))]
            } else {
                findings
            }
        }
        (Some(name), Some(Err(gap))) => {
            let command = format!("aws sesv2 create-configuration-set --configuration-set-name {name}");
            let advice =
                format!("SES refuses every mail: run `{command}`, or deploy without MailConfigurationSet");
            let finding = gap.finding(CHECK, advice);
            vec![if *gap == Gap::Absent { finding.mended_by([command]) } else { finding }]
        }
        _ => match by_default {
            Some(name) => {
                let command = Stack::deploy(PARAMETER, name);
                let advice = format!("deploy with it: `{command}`");
                let found = format!(
                    "the identity has {name} by default, which the functions may not use: SES refuses mails"
                );
                vec![Finding::problem(CHECK, found, advice).mended_by([command])]
            }
            None => match by_account(account) {
                Some(finding) => vec![finding],
                None => vec![Finding::ok(CHECK, "none is used")],
            },
        },
    }
}

fn tracked(name: &str, set: &ConfigurationSet, account: &Fact<GetAccountOutput>) -> Vec<Finding> {
    let is_tracked = |destination: &&EventDestination| destination.enabled && !kept(destination).1.is_empty();
    let mut findings: Vec<Finding> = set
        .destinations
        .iter()
        .filter(is_tracked)
        .map(|destination| {
            let (_, tracks) = kept(destination);
            let found = format!(
                "{name} tracks {}, for {}: links lead through SES",
                tracks.join(" and "),
                destination.name
            );
            let command = without_tracking(name, destination);
            Finding::warning(CHECK, found, format!("leave that out: `{command}`")).mended_by([command])
        })
        .collect();
    match &set.engagement {
        Some(FeatureStatus::Enabled) => {
            let command = format!(
                "aws sesv2 put-configuration-set-vdm-options --configuration-set-name {name} --vdm-options \
                 DashboardOptions={{EngagementMetrics=DISABLED}}"
            );
            let found =
                format!("{name} tracks opens and clicks, for engagement metrics: links lead through SES");
            findings.push(Finding::warning(CHECK, found, format!("run `{command}`")).mended_by([command]));
        }
        Some(_) => {}
        None => findings.extend(by_account(account)),
    }
    findings
}

fn by_account(account: &Fact<GetAccountOutput>) -> Option<Finding> {
    let attributes = account.as_ref().ok()?.vdm_attributes.as_ref()?;
    let metrics = attributes.dashboard_attributes.as_ref()?.engagement_metrics.as_ref()?;
    if attributes.vdm_enabled != FeatureStatus::Enabled || *metrics != FeatureStatus::Enabled {
        return None;
    }
    let command = "aws sesv2 put-account-vdm-attributes --vdm-attributes \
                   VdmEnabled=ENABLED,DashboardAttributes={EngagementMetrics=DISABLED}";
    let found =
        "the account tracks opens and clicks of all mails, for engagement metrics: links lead through SES";
    let advice = format!("run `{command}`, or turn them off in a configuration set for these mails");
    Some(Finding::warning(CHECK, found, advice).mended_by([command.to_owned()]))
}

/// The kinds of events that a destination is told of without tracking, and what the others track.
fn kept(destination: &EventDestination) -> (Vec<&str>, Vec<&'static str>) {
    let (mut kept, mut tracks) = (Vec::new(), Vec::new());
    for kind in &destination.matching_event_types {
        match kind {
            EventType::Open => tracks.push("opens"),
            EventType::Click => tracks.push("clicks"),
            other => kept.push(other.as_str()),
        }
    }
    (kept, tracks)
}

/// The command that leaves the destination as it is, but without what takes tracking.
fn without_tracking(set: &str, destination: &EventDestination) -> String {
    let name = quoted(&destination.name);
    let (kinds, _) = kept(destination);
    if kinds.is_empty() {
        return format!(
            "aws sesv2 delete-configuration-set-event-destination --configuration-set-name {set} \
             --event-destination-name {name}"
        );
    }
    let mut definition = Map::from_iter([
        ("Enabled".to_owned(), Value::Bool(true)),
        ("MatchingEventTypes".to_owned(), json!(kinds)),
    ]);
    definition.extend(goes_to(destination).map(|(member, value)| (member.to_owned(), value)));
    format!(
        "aws sesv2 update-configuration-set-event-destination --configuration-set-name {set} \
         --event-destination-name {name} --event-destination {}",
        quoted(&Value::Object(definition).to_string())
    )
}

fn goes_to(destination: &EventDestination) -> Option<(&'static str, Value)> {
    if let Some(sns) = &destination.sns_destination {
        return Some(("SnsDestination", json!({ "TopicArn": sns.topic_arn })));
    }
    if let Some(bus) = &destination.event_bridge_destination {
        return Some(("EventBridgeDestination", json!({ "EventBusArn": bus.event_bus_arn })));
    }
    if let Some(stream) = &destination.kinesis_firehose_destination {
        let value =
            json!({ "IamRoleArn": stream.iam_role_arn, "DeliveryStreamArn": stream.delivery_stream_arn });
        return Some(("KinesisFirehoseDestination", value));
    }
    if let Some(watch) = &destination.cloud_watch_destination {
        let dimensions = watch.dimension_configurations.iter().map(|dimension| {
            json!({
                "DimensionName": dimension.dimension_name,
                "DimensionValueSource": dimension.dimension_value_source.as_str(),
                "DefaultDimensionValue": dimension.default_dimension_value,
            })
        });
        let value = json!({ "DimensionConfigurations": dimensions.collect::<Vec<_>>() });
        return Some(("CloudWatchDestination", value));
    }
    let pinpoint = destination.pinpoint_destination.as_ref()?;
    Some(("PinpointDestination", json!({ "ApplicationArn": pinpoint.application_arn })))
}

#[cfg(test)]
mod tests {
    use aws_sdk_sesv2::types::{DashboardAttributes, SnsDestination, VdmAttributes};

    use super::super::super::finding::Status;
    use super::super::super::stack::tests::stack;
    use super::*;

    fn destination(kinds: &[EventType]) -> EventDestination {
        let topic =
            SnsDestination::builder().topic_arn("arn:aws:sns:eu-central-1:1:bounces").build().unwrap();
        let destination = EventDestination::builder().name("bounces").enabled(true).sns_destination(topic);
        destination.set_matching_event_types(Some(kinds.to_vec())).build().unwrap()
    }

    fn set(kinds: &[EventType], engagement: Option<FeatureStatus>) -> Facts {
        Some(Ok(ConfigurationSet { engagement, destinations: vec![destination(kinds)] }))
    }

    fn account(metrics: FeatureStatus) -> GetAccountOutput {
        let dashboard = DashboardAttributes::builder().engagement_metrics(metrics).build();
        let vdm =
            VdmAttributes::builder().vdm_enabled(FeatureStatus::Enabled).dashboard_attributes(dashboard);
        GetAccountOutput::builder().vdm_attributes(vdm.build().unwrap()).build()
    }

    fn judged(name: &str, facts: &Facts, metrics: FeatureStatus) -> Vec<Finding> {
        let mut stack = stack();
        stack.parameters.insert(PARAMETER.to_owned(), name.to_owned());
        let identity = GetEmailIdentityOutput::builder().build();
        examine(facts, &Ok(account(metrics)), &Ok(identity), &stack)
    }

    #[test]
    fn opens_and_clicks_are_tracked_by_destinations_by_the_set_and_by_the_account() {
        use EventType::{Bounce, Click, Open};
        use FeatureStatus::{Disabled, Enabled};
        for (name, facts, metrics, statuses) in [
            ("mails", set(&[Bounce], None), Disabled, &[Status::Ok][..]),
            ("mails", set(&[Bounce, Click], None), Disabled, &[Status::Warning]),
            ("mails", set(&[Open], Some(Enabled)), Disabled, &[Status::Warning, Status::Warning]),
            ("mails", set(&[Bounce], None), Enabled, &[Status::Warning]),
            ("mails", set(&[Bounce], Some(Disabled)), Enabled, &[Status::Ok]),
            ("mails", Some(Err(Gap::Absent)), Disabled, &[Status::Problem]),
            ("", None, Disabled, &[Status::Ok]),
            ("", None, Enabled, &[Status::Warning]),
        ] {
            let found = judged(name, &facts, metrics);
            assert_eq!(found.iter().map(|finding| finding.status).collect::<Vec<_>>(), statuses, "{found:?}");
            for finding in found {
                assert_eq!(finding.commands.is_empty(), finding.status == Status::Ok, "{finding:?}");
            }
        }
    }

    #[test]
    fn what_a_destination_is_told_besides_stays() {
        let found =
            judged("mails", &set(&[EventType::Bounce, EventType::Click], None), FeatureStatus::Disabled);
        let definition = concat!(
            r#"'{"Enabled":true,"MatchingEventTypes":["BOUNCE"],"#,
            r#""SnsDestination":{"TopicArn":"arn:aws:sns:eu-central-1:1:bounces"}}'"#,
        );
        assert!(found[0].commands[0].ends_with(definition), "{found:?}");
        let found = judged("mails", &set(&[EventType::Open], None), FeatureStatus::Disabled);
        assert!(found[0].commands[0].contains("delete-configuration-set-event-destination"), "{found:?}");
    }

    #[test]
    fn a_set_that_the_identity_has_by_default_has_to_be_named() {
        let identity = GetEmailIdentityOutput::builder().configuration_set_name("mails").build();
        let found = examine(&None, &Ok(account(FeatureStatus::Disabled)), &Ok(identity), &stack());
        assert_eq!(found[0].status, Status::Problem);
        assert_eq!(found[0].commands, ["sam deploy --parameter-overrides MailConfigurationSet=mails"]);
    }
}
