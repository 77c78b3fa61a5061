//! What a stack is deployed with, as far as whoever runs rdslint, or the stack around it, says.

use crate::value::{Map, Origin, Value};
use std::sync::Arc;

/// What a template is evaluated with. Without any, its own defaults count and the rest is unknown.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Values for parameters by name, with the places where they stand.
    pub parameters: Arc<Map>,
    /// What `AWS::Region` is.
    pub region: Option<Arc<str>>,
    /// What `AWS::Partition` is; by the region where nobody says.
    pub partition: Option<Arc<str>>,
    /// What `AWS::AccountId` is.
    pub account: Option<Arc<str>>,
    /// What `AWS::StackName` is.
    pub stack_name: Option<Arc<str>>,
    /// Whether a parameter may be any of its allowed values, whatever its default is.
    pub explore: bool,
}

/// The beginnings of the names of regions outside the partition `aws`, with their partition and its domain.
const PARTITIONS: [(&str, &str, &str); 6] = [
    ("cn-", "aws-cn", "amazonaws.com.cn"),
    ("us-gov-", "aws-us-gov", "amazonaws.com"),
    ("us-iso-", "aws-iso", "c2s.ic.gov"),
    ("us-isob-", "aws-iso-b", "sc2s.sgov.gov"),
    ("eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"),
    ("us-isof-", "aws-iso-f", "csp.hci.ic.gov"),
];

impl Inputs {
    /// The value of a pseudo parameter, where the inputs decide it.
    pub(super) fn pseudo(&self, name: &str) -> Option<Value> {
        let text = match name {
            "AWS::Region" => self.region.as_deref()?,
            "AWS::Partition" => self.partition()?,
            "AWS::URLSuffix" => self.suffix()?,
            "AWS::AccountId" => self.account.as_deref()?,
            "AWS::StackName" => self.stack_name.as_deref()?,
            _ => return None,
        };
        Some(Value::text(text, Origin::default()))
    }

    /// What a pseudo parameter certainly begins with that the inputs do not decide; `None` for what is none.
    pub(super) fn pseudo_prefix(&self, name: &str) -> Option<String> {
        match name {
            "AWS::AccountId" | "AWS::NotificationARNs" | "AWS::Region" | "AWS::StackName" | "AWS::URLSuffix" => {
                Some(String::new())
            }
            "AWS::Partition" => Some("aws".to_owned()),
            "AWS::StackId" => Some(match (self.partition(), &self.region) {
                (Some(partition), Some(region)) => format!("arn:{partition}:cloudformation:{region}:"),
                (Some(partition), None) => format!("arn:{partition}:cloudformation:"),
                (None, _) => "arn:aws".to_owned(),
            }),
            _ => None,
        }
    }

    fn partition(&self) -> Option<&str> {
        let of = |region: &str| PARTITIONS.iter().find(|row| region.starts_with(row.0)).map_or("aws", |row| row.1);
        self.partition.as_deref().or_else(|| self.region.as_deref().map(of))
    }

    fn suffix(&self) -> Option<&'static str> {
        let partition = self.partition()?;
        let known = PARTITIONS.iter().find(|row| row.1 == partition).map(|row| row.2);
        known.or_else(|| (partition == "aws").then_some("amazonaws.com"))
    }
}

#[cfg(test)]
mod tests {
    use super::Inputs;

    #[test]
    fn the_region_decides_the_partition_and_its_domain() {
        for (region, partition, expected) in [
            (Some("eu-central-1"), None, [Some("eu-central-1"), Some("aws"), Some("amazonaws.com")]),
            (Some("cn-north-1"), None, [Some("cn-north-1"), Some("aws-cn"), Some("amazonaws.com.cn")]),
            (Some("us-gov-west-1"), None, [Some("us-gov-west-1"), Some("aws-us-gov"), Some("amazonaws.com")]),
            (None, Some("aws-cn"), [None, Some("aws-cn"), Some("amazonaws.com.cn")]),
            (None, Some("aws-new"), [None, Some("aws-new"), None]),
            (None, None, [None, None, None]),
        ] {
            let inputs =
                Inputs { region: region.map(Into::into), partition: partition.map(Into::into), ..Inputs::default() };
            let pseudo = |name: &str| inputs.pseudo(name).and_then(|value| value.as_text().map(ToString::to_string));
            let found = ["AWS::Region", "AWS::Partition", "AWS::URLSuffix"].map(pseudo);
            assert_eq!(found, expected.map(|known| known.map(str::to_owned)), "{region:?} {partition:?}");
        }
    }
}
