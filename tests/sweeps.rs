//! What must hold for every example of every policy, whatever the policy says.
#![allow(clippy::unwrap_used, reason = "these are tests")]

mod support;

use rdslint::catalog::Catalog;
use rdslint::finding::{Finding, Report};
use rdslint::lint::{self, Request};
use rdslint::model::fields::{Field, Kind, SENT};
use rdslint::model::{EntityId, Member};
use rdslint::policy::ast::{Requirement, Selector};
use rdslint::policy::{Change, Example, Policy, findings};
use support::fixes::repaired;
use support::twins::{module_as_json, modules_with_an_unknown, template_as_json, templates_with_an_unknown};
use support::{Read, Said, json_template, languages, module, plain, read, said, template, whole};

/// Runs a sweep over all examples and reports everything that it finds wrong at once.
fn sweep(check: impl Fn(&Policy, &Example) -> Vec<String>) {
    let catalog = Catalog::embedded();
    let mut wrong = Vec::new();
    for policy in catalog.policies() {
        for example in &catalog.page(&policy.id).unwrap().examples {
            let said = check(policy, example);
            wrong.extend(said.into_iter().map(|text| format!("{}, {}: {text}", policy.id, example.name)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The verdicts with what fails, whatever the entities are called.
fn shape(said: &[Said]) -> Vec<(&str, &str)> {
    let detail = |said: &'_ Said| said.verdict == "fail";
    let mut shape: Vec<_> =
        said.iter().map(|said| (said.verdict, if detail(said) { said.detail.as_str() } else { "" })).collect();
    shape.sort_unstable();
    shape
}

#[test]
fn both_languages_agree() {
    sweep(|policy, example| {
        let (Some(cfn), Some(tf)) = (&example.cfn, &example.tf) else { return Vec::new() };
        let (cfn, tf) = (said(policy, &template(cfn)), said(policy, &module("main.tf", tf)));
        if shape(&cfn) == shape(&tf) { Vec::new() } else { vec![format!("{cfn:#?} is not {tf:#?}")] }
    });
}

/// Fields that stay in the form of their language.
const OWN_FORM: [&str; 3] = ["SecurityGroupIngress", "SecurityGroupEgress", "OptionConfigurations"];

/// Whether a field is to be the same in both languages: not one of which a language has no word, nor where the languages
/// differ on purpose as long as it is not written.
fn is_common(field: &Field, members: [&Member; 2]) -> bool {
    let is_written = |member: &&Member| match member {
        Member::Value(value) => value.origin.written_at().is_some(),
        _ => false,
    };
    let is_sent = SENT.iter().any(|(_, argument)| field.terraform.contains(argument));
    let same_default = field.cloudformation_default == field.terraform_default && !is_sent;
    let in_both = !field.cloudformation.is_empty() && !field.terraform.is_empty();
    in_both && !OWN_FORM.contains(&field.name) && (same_default || members.iter().all(is_written))
}

/// A member in words that hold for both languages: what it is, and whether it is written or a default.
fn in_common(member: &Member) -> String {
    match member {
        Member::Value(value) => {
            let is_default = value.origin.steps().last().is_some_and(|step| step.at.is_none());
            format!("{}{}", plain(value), if is_default { " (default)" } else { "" })
        }
        Member::NotApplicable(_) => "not applicable".into(),
        other => format!("{other:?}"),
    }
}

/// What differs between the entities of two texts that both languages cut alike, in the order of their kinds.
fn different_entities(cfn: &Read, tf: &Read) -> Vec<String> {
    let sorted = |read: &Read| {
        let alike = read.model.entities().filter(|(_, entity)| entity.kind.is_cut_alike());
        let mut ids: Vec<_> = alike.map(|(id, entity)| (entity.kind, id)).collect();
        ids.sort_by_key(|(kind, _)| *kind);
        ids
    };
    let (ours, theirs) = (sorted(cfn), sorted(tf));
    let kinds = |ids: &[(Kind, EntityId)]| ids.iter().map(|(kind, _)| *kind).collect::<Vec<_>>();
    if kinds(&ours) != kinds(&theirs) {
        return vec![format!("{:?} is not {:?}", kinds(&ours), kinds(&theirs))];
    }
    let mut wrong = Vec::new();
    for ((kind, ours), (_, theirs)) in ours.into_iter().zip(theirs) {
        for field in kind.fields() {
            let (a, b) = (cfn.model.member(ours, field.name).unwrap(), tf.model.member(theirs, field.name).unwrap());
            if is_common(field, [&a, &b]) && in_common(&a) != in_common(&b) {
                wrong.push(format!("{kind:?}.{}: {} is not {}", field.name, in_common(&a), in_common(&b)));
            }
        }
    }
    wrong
}

#[test]
fn both_languages_make_the_same_entities() {
    sweep(|_, example| match (&example.cfn, &example.tf) {
        (Some(cfn), Some(tf)) => different_entities(&template(cfn), &module("main.tf", tf)),
        _ => Vec::new(),
    });
}

#[test]
fn a_difference_between_entities_is_seen() {
    let database = |properties: &str| {
        template(&format!(
            "Db:\n  Type: AWS::RDS::DBInstance\n  Properties: {{Engine: mysql, MultiAZ: true, {properties}}}\n"
        ))
    };
    let tf = |arguments: &str| {
        module(
            "main.tf",
            &format!("resource \"aws_db_instance\" \"db\" {{\nengine = \"mysql\"\nmulti_az = true\n{arguments}\n}}\n"),
        )
    };
    assert_eq!(different_entities(&database(""), &tf("")), [""; 0]);
    for (properties, arguments) in [
        ("Port: 1", "port = 2"),
        ("MonitoringInterval: 0", ""),
        ("DeletionProtection: !Ref X", "deletion_protection = true"),
        ("BackupRetentionPeriod: 1", "backup_retention_period = 7"),
        ("DBClusterIdentifier: c", ""),
        ("VPCSecurityGroups: [a]", "vpc_security_group_ids = [\"a\", \"b\"]"),
    ] {
        assert_ne!(different_entities(&database(properties), &tf(arguments)), [""; 0], "{properties}");
    }
}

#[test]
fn a_template_in_json_says_the_same() {
    sweep(|policy, example| {
        let Some(text) = &example.cfn else { return Vec::new() };
        let (yaml, json) = (template(text), json_template(&template_as_json(text).to_string()));
        let (yaml, json) = (said(policy, &yaml), said(policy, &json));
        if yaml == json { Vec::new() } else { vec![format!("{yaml:#?} is not {json:#?}")] }
    });
}

#[test]
fn a_module_in_json_says_the_same() {
    sweep(|policy, example| {
        let Some(text) = &example.tf else { return Vec::new() };
        let Some(json) = module_as_json(text) else { return vec!["no JSON".into()] };
        let (hcl, json) = (module("main.tf", text), module("main.tf.json", &json.to_string()));
        let (hcl, json) = (said(policy, &hcl), said(policy, &json));
        if shape(&hcl) == shape(&json) { Vec::new() } else { vec![format!("{hcl:#?} is not {json:#?}")] }
    });
}

/// The entities whose verdict turned into its opposite; not to be selected is as good as to pass.
fn flipped(policy: &Policy, path: &str, before: &[Said], after: &Read) -> Vec<String> {
    let after = said(policy, after);
    let fails = |said: &[Said], address: &str| {
        let own = said.iter().find(|said| said.address == address).map(|said| said.verdict);
        if own == Some("unknown") { None } else { Some(own == Some("fail")) }
    };
    let addresses = before.iter().chain(&after).map(|said| &said.address);
    let opposite = |address: &str| match (fails(before, address), fails(&after, address)) {
        (Some(before), Some(after)) => before != after,
        _ => false,
    };
    addresses
        .filter(|address| opposite(address))
        .map(|address| format!("{path}: {address} of {before:?}, {after:?}"))
        .collect()
}

/// Policies that ask where a value stands, not what it is: one that comes from elsewhere is another answer.
const ABOUT_PLACES: [&str; 1] = ["master-username-literal"];

#[test]
fn an_unknown_value_never_flips_a_verdict() {
    sweep(|policy, example| {
        let mut wrong = Vec::new();
        if ABOUT_PLACES.contains(&&*policy.id) {
            return wrong;
        }
        if let Some(text) = &example.cfn {
            let json = template_as_json(text);
            let before = said(policy, &json_template(&json.to_string()));
            for (path, text) in templates_with_an_unknown(&json) {
                wrong.extend(flipped(policy, &path, &before, &json_template(&text)));
            }
        }
        if let Some(json) = example.tf.as_deref().and_then(module_as_json) {
            let before = said(policy, &module("main.tf.json", &json.to_string()));
            for (path, text) in modules_with_an_unknown(&json) {
                wrong.extend(flipped(policy, &path, &before, &module("main.tf.json", &text)));
            }
        }
        wrong
    });
}

#[test]
fn a_finding_points_at_a_value_or_a_header() {
    sweep(|policy, example| {
        let mut wrong = Vec::new();
        for (language, text) in languages(example) {
            let read = read(language, text);
            for finding in findings(&[policy], &read.model, &read.sources).findings {
                wrong.extend(misplaced(&read, &finding).map(|why| format!("{language}: {why}")));
            }
        }
        wrong
    });
}

/// What is wrong with the places of a finding.
fn misplaced(read: &Read, finding: &Finding) -> Option<String> {
    let primary = finding.primary.span;
    let shown = read.sources.slice(primary);
    let headers: Vec<_> = read.model.entities().map(|(_, entity)| entity.resource.header).collect();
    let in_header = headers.iter().any(|header| header.overlaps(primary));
    let places: Vec<_> = finding.related.iter().map(|label| label.span).collect();
    if shown.trim().is_empty() {
        Some(format!("nothing stands at the primary label ({:?})", finding.primary))
    } else if in_header && !headers.contains(&primary) {
        Some(format!("`{shown}` is a part of a header"))
    } else if !places.iter().chain([&primary]).any(|place| headers.contains(place)) {
        Some(format!("no label shows the resource ({:?})", finding.related))
    } else if places.iter().enumerate().any(|(i, place)| *place == primary || places[..i].contains(place)) {
        Some(format!("two labels at one place ({:?})", finding.related))
    } else if finding.message.contains('{') || finding.message.contains("unknown") {
        Some(format!("the message is `{}`", finding.message))
    } else {
        None
    }
}

#[test]
fn an_ignore_comment_silences_exactly_its_finding() {
    let catalog = Catalog::embedded();
    sweep(|policy, example| {
        let texts = languages(example).map(|(language, text)| match language {
            "cfn" => ("template.yaml", whole(text)),
            _ => ("main.tf", text.to_owned()),
        });
        let mut wrong = Vec::new();
        for (name, text) in texts {
            let before = lint_text(&catalog, name, &text);
            let own = before.findings.iter().filter(|finding| finding.policy == policy.id);
            for finding in own {
                let line = before.sources.positions(finding.primary.span).0.line;
                let after = lint_text(&catalog, name, &with_ignore(&text, line, &policy.id));
                wrong.extend(not_silenced(&before, &after, finding).map(|why| format!("{name}: {why}")));
            }
        }
        wrong
    });
}

fn lint_text(catalog: &Catalog, name: &str, text: &str) -> Report {
    let stdin = Some((name.to_owned(), text.as_bytes().to_vec()));
    let policies: Vec<&Policy> = catalog.policies().iter().collect();
    lint::check(&Request { stdin, ..Request::default() }, catalog, &policies)
}

/// The text with a comment above a 1-based line.
fn with_ignore(text: &str, line: u32, id: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(Into::into).collect();
    let indent = lines[line as usize - 1].len() - lines[line as usize - 1].trim_start().len();
    lines.insert(line as usize - 1, format!("{}# rdslint: ignore[{id}] tried", " ".repeat(indent)));
    lines.join("\n") + "\n"
}

/// What an ignore comment did beside silencing the finding.
fn not_silenced(before: &Report, after: &Report, finding: &Finding) -> Option<String> {
    let known = |other: &&Finding| other.fingerprint == finding.fingerprint;
    let silenced = after.findings.iter().filter(known).all(|finding| finding.suppressed.is_some());
    let silent = after.findings.iter().filter(|finding| finding.suppressed.is_some());
    let others: Vec<_> = silent.filter(|other| other.policy != finding.policy).map(|other| &other.message).collect();
    if !silenced || after.summary.ignored == 0 {
        Some(format!("`{}` is not silenced", finding.message))
    } else if !others.is_empty() {
        Some(format!("{others:?} is silenced too"))
    } else if before.findings.len() != after.findings.len() {
        Some(format!("{} findings became {}", before.findings.len(), after.findings.len()))
    } else {
        None
    }
}

#[test]
fn a_fix_mends_what_it_is_about_and_nothing_else() {
    sweep(|policy, example| {
        // A fix in words says what no value can: it is for people.
        let Change::Set(_) = policy.fix.change else { return Vec::new() };
        let is_words = |finding: &Finding| match (&policy.fix.otherwise, &finding.fix) {
            (Some(Change::Text { terraform, .. }), Some(fix)) => fix.text == **terraform,
            _ => false,
        };
        let mut wrong = Vec::new();
        for (language, text) in languages(example) {
            let before = read(language, text);
            let found = findings(&[policy], &before.model, &before.sources).findings;
            for finding in found.into_iter().filter(|finding| !is_words(finding)) {
                wrong.extend(not_mended(policy, language, &before, &finding).map(|why| format!("{language}: {why}")));
            }
        }
        wrong
    });
}

/// What is wrong with the fix of a finding, followed to the letter.
fn not_mended(policy: &Policy, language: &str, before: &Read, finding: &Finding) -> Option<String> {
    let Some(text) = repaired(before, finding) else {
        return Some(format!("{:?} cannot be followed", finding.fix));
    };
    let after = read(language, &text);
    let (old, new) = (said(policy, before), said(policy, &after));
    let passed = |address: &str| old.iter().any(|old| old.address == address && old.verdict == "pass");
    let mended =
        |said: &Said| said.verdict == "pass" || !(*said.address == *finding.resources[0] || passed(&said.address));
    if after.problems.len() > before.problems.len() || !new.iter().all(mended) {
        return Some(format!("{:?} {new:#?}\n{text}", after.problems));
    }
    let opposite = opposite(policy);
    let right = findings(&[&opposite], &after.model, &after.sources).findings;
    let same = right.iter().find(|right| right.resources == finding.resources);
    let again = same.and_then(|same| repaired(&after, same));
    (again.as_ref() != Some(&text)).then(|| format!("{text}\nbecomes the second time\n{again:?}"))
}

/// A policy that points at the value that is right by now: to set it again changes nothing.
fn opposite(policy: &Policy) -> Policy {
    let select = policy.select.iter().map(|selector| Selector { filter: None, ..selector.clone() });
    let require = Requirement::Not(Box::new(policy.require.clone()));
    Policy { select: select.collect(), require, ..policy.clone() }
}
