//! The code of the table of databases' own settings. Only the build script compiles this file.

/// The code of a row: whose setting, which, what of it, in which circumstances, what becomes of it, why, and who says so.
pub(super) fn setting([kind, field, stated, circumstances, effect, because, _source]: [&str; 7]) -> Option<String> {
    let kind = match kind {
        "instance" => "DbInstance",
        "cluster" => "DbCluster",
        _ => return None,
    };
    let effect = match effect {
        "refused" => "Refused",
        "missing" => "Missing",
        "impossible" => "Impossible",
        "idle" => "Idle",
        "unguarded" => "Unguarded",
        _ => return None,
    };
    let circumstances: Option<Vec<String>> =
        circumstances.split(' ').filter(|word| *word != "-").map(circumstance).collect();
    Some(format!(
        "Setting {{ kind: crate::model::fields::Kind::{kind}, field: {field:?}, stated: {}, circumstances: &[{}], \
         effect: Effect::{effect}, because: {because:?} }}",
        stated_code(stated)?,
        circumstances?.join(", "),
    ))
}

/// A circumstance, with `!` before one that must not hold.
fn circumstance(word: &str) -> Option<String> {
    let (word, holds) = word.strip_prefix('!').map_or((word, true), |word| (word, false));
    let code = match word {
        "cfn" => "CloudFormation".to_owned(),
        "tf" => "Terraform".to_owned(),
        "member" => "Member".to_owned(),
        "aurora" => "Aurora".to_owned(),
        "custom" => "Custom".to_owned(),
        "replica" => "Replica".to_owned(),
        "restored" => "Restored".to_owned(),
        "serverless-v1" => "ServerlessV1".to_owned(),
        "serverless-members" => "ServerlessMembers".to_owned(),
        "cluster-has" => "ClusterHas".to_owned(),
        "cluster-covers" => "ClusterCovers".to_owned(),
        _ => match word.split_once(':')? {
            ("engine", engines) => format!("Engine({})", several(engines)),
            (question, of) => {
                let (field, value) = of.split_once('=').map_or((of, None), |(field, value)| (field, Some(value)));
                let question = value.map_or_else(|| question.to_owned(), |value| format!("{question}:{value}"));
                format!("Other({field:?}, {})", stated_code(&question)?)
            }
        },
    };
    Some(format!("(Circumstance::{code}, {holds})"))
}

fn stated_code(text: &str) -> Option<String> {
    let number = |text: &str| text.parse::<i64>().ok();
    let code = match text {
        "given" => "Given".to_owned(),
        "absent" => "Absent".to_owned(),
        "on" => "On".to_owned(),
        "off" => "Off".to_owned(),
        "not-on" => "NotOn".to_owned(),
        "none" => "None".to_owned(),
        "unkept" => "Unkept".to_owned(),
        "no-daily-window" => "NoDailyWindow".to_owned(),
        "no-weekly-window" => "NoWeeklyWindow".to_owned(),
        _ => match text.split_once(':')? {
            ("above", limit) => format!("Above({})", number(limit)?),
            ("below", limit) => format!("Below({})", number(limit)?),
            ("outside", range) => {
                let (first, last) = range.split_once("..")?;
                format!("Outside({}, {})", number(first)?, super::spelt(number(last)?))
            }
            ("less", field) => format!("Less({field:?})"),
            ("in", words) => format!("In({})", several(words)),
            ("foreign", logs) => format!("Foreign({})", several(logs)),
            ("not", words) => format!("Not({})", several(words)),
            _ => return None,
        },
    };
    Some(format!("Stated::{code}"))
}

fn several(words: &str) -> String {
    format!("&{:?}", words.split('|').collect::<Vec<_>>())
}
