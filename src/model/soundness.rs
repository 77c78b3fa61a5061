//! Whether what stands in a parameter group can be: names, values and the way they are applied.
//!
//! Each question is asked of one row at a time, so a group costs its rows. What only shows when the group is created
//! is found before.

use super::combine::{each, undecided};
use super::derived::not_given;
use super::fields::Kind;
use super::group::{self, Setting};
use super::tables::{self, Confidence, FamilyDefault};
use super::{EntityId, Language, Member, Model, family};
use crate::source::meant_by;
use crate::value::{Content, Value};
use std::sync::Arc;

/// What a question about a row comes to.
enum Soundness {
    Fine,
    /// What is wrong, to be listed.
    Faulty(String),
    /// Why it cannot be told.
    Unsure(Arc<str>),
}

/// A question about a row of a group of a family.
type Question = fn(&str, &Setting) -> Soundness;

impl Model {
    /// The facts about the rows of a parameter group.
    pub(super) fn row_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        let entity = self.entity(id);
        if !matches!(entity.kind, Kind::ParameterGroup | Kind::ClusterParameterGroup) {
            return None;
        }
        let (question, by_terraform): (Question, bool) = match name {
            "misspelt_parameters" => (misspelt, false),
            "missing_parameters" => (missing, false),
            "fixed_parameters" => (fixed, false),
            "refused_values" => (refused, false),
            "immediate_static_parameters" => (immediate_static, true),
            "immediate_defaults" => (immediate_default, true),
            "unknown_family" => return Some(Member::Value(self.unknown_family(id))),
            _ => return None,
        };
        if by_terraform && entity.resource.language == Language::CloudFormation {
            return Some(Member::NotApplicable("CloudFormation chooses itself how a parameter is applied".into()));
        }
        Some(Member::Value(self.faulty_rows(id, question)))
    }

    /// The rows that are wrong in the group's family, each where it stands.
    fn faulty_rows(&self, id: EntityId, question: Question) -> Value {
        let rows = self.raw(id, "Parameters");
        each(&self.family_of_group(id), |family| match &family.content {
            Content::Text(text) => each(&rows, |rows| faulty(text, rows, question)),
            Content::Null => Value::unknown("the group names no family", family.origin.clone()),
            _ => undecided(family),
        })
    }

    /// The family that a group names, where no engine of RDS can have one of that name; null where one has.
    fn unknown_family(&self, id: EntityId) -> Value {
        each(&self.family_of_group(id), |named| match named.as_text() {
            Some(text) => match family::wrong_family(text) {
                Some(_) if named.is_secret() => Value::text("…", named.origin.clone()),
                Some(hint) => Value::text(format!("{text}{hint}"), named.origin.clone()),
                None => Value::null(named.origin.clone()),
            },
            None if named.is_null() => Value::null(named.origin.clone()),
            None => undecided(named),
        })
    }
}

/// The rows that are wrong; unknown when none is but one may be.
fn faulty(family: &str, rows: &Value, question: Question) -> Value {
    if matches!(rows.content, Content::Unknown(_)) {
        return undecided(rows);
    }
    let (mut found, mut unsure) = (Vec::new(), None);
    for setting in group::settings(rows) {
        match question(family, &setting) {
            Soundness::Fine => {}
            Soundness::Faulty(text) => found.push(Value::text(text, setting.origin())),
            Soundness::Unsure(reason) => unsure = unsure.or_else(|| Some(Value::unknown(reason, setting.origin()))),
        }
    }
    let nameless = group::as_map(rows);
    let unsure = unsure.or_else(|| nameless.as_unknown().map(|_| undecided(&nameless)));
    match (found.first(), unsure) {
        (Some(first), _) => {
            let origin = first.origin.clone();
            Value::new(Content::List(found.into()), origin)
        }
        (None, Some(unsure)) => unsure,
        (None, None) => Value::new(Content::List([].into()), not_given()),
    }
}

/// A name that no engine has, but that is one letter or a separator away from one that this engine has.
fn misspelt(family: &str, setting: &Setting) -> Soundness {
    let name = &*setting.name;
    let Some(engine) = family::engine_group_of_family(family) else { return Soundness::Fine };
    if tables::is_known(engine, name) || tables::engine_lacks(engine, name) {
        return Soundness::Fine;
    }
    let known = tables::related_parameters(engine);
    match meant_by(name, known.filter(|known| !tables::lacks(family, known))) {
        Some(_) if setting.is_secret() => Soundness::Faulty("…".to_owned()),
        Some(meant) => Soundness::Faulty(format!("{name} (did you mean {meant}?)")),
        None => Soundness::Fine,
    }
}

/// A parameter of other engines, or of other versions.
fn missing(family: &str, setting: &Setting) -> Soundness {
    listed_if(tables::lacks(family, &setting.name), setting)
}

/// A parameter that RDS keeps for itself.
fn fixed(family: &str, setting: &Setting) -> Soundness {
    let row = tables::row(family, &setting.name);
    listed_if(row.is_some_and(|row| row.is_fixed && row.confidence == Confidence::High), setting)
}

fn listed_if(faulty: bool, setting: &Setting) -> Soundness {
    if faulty { Soundness::Faulty(setting.shown_name()) } else { Soundness::Fine }
}

/// A value that is out of the range or the list that the API checks it against.
fn refused(family: &str, setting: &Setting) -> Soundness {
    let Some(row) = tables::row(family, &setting.name).filter(|row| row.confidence > Confidence::Low) else {
        return Soundness::Fine;
    };
    if row.allowed == tables::Allowed::Anything {
        return Soundness::Fine;
    }
    let mut wrong = 0;
    let mut all = 0;
    for (_, value) in setting.value.alternatives() {
        match value.as_text() {
            Some(text) => wrong += usize::from(!row.allowed.admits(text)),
            None => return Soundness::Unsure(super::combine::reason(&setting.value)),
        }
        all += 1;
    }
    match (wrong, setting.value.as_text()) {
        (0, _) => Soundness::Fine,
        (wrong, _) if wrong < all => Soundness::Unsure(super::combine::reason(&setting.value)),
        (_, Some(text)) if !setting.is_secret() => {
            Soundness::Faulty(format!("{} = {text} ({})", setting.name, row.allowed.words()))
        }
        _ => Soundness::Faulty(format!("{} ({})", setting.shown_name(), row.allowed.words())),
    }
}

/// A parameter that takes a reboot, to be applied at once: the API refuses the whole request.
fn immediate_static(family: &str, setting: &Setting) -> Soundness {
    if tables::is_static(family, &setting.name) == Some(true) { immediate(setting) } else { Soundness::Fine }
}

/// A default, to be applied at once: the API keeps reporting that it waits for a reboot, and every plan changes it.
fn immediate_default(family: &str, setting: &Setting) -> Soundness {
    let certain = tables::row(family, &setting.name)
        .is_some_and(|row| row.confidence == Confidence::High && !row.is_static && !row.is_fixed);
    let FamilyDefault::Known(default) = tables::default(family, &setting.name) else { return Soundness::Fine };
    if !certain || default.is_empty() {
        return Soundness::Fine;
    }
    match setting.value.as_text() {
        Some(text) if **text == *default => immediate(setting),
        Some(_) => Soundness::Fine,
        None => Soundness::Unsure(super::combine::reason(&setting.value)),
    }
}

/// Terraform applies at once what does not say otherwise.
fn immediate(setting: &Setting) -> Soundness {
    let Some(method) = setting.method.as_ref().filter(|method| !method.is_null()) else {
        return Soundness::Faulty(setting.shown_name());
    };
    match method.as_text() {
        Some(text) if text.eq_ignore_ascii_case("immediate") => Soundness::Faulty(setting.shown_name()),
        Some(_) => Soundness::Fine,
        None => Soundness::Unsure(super::combine::reason(method)),
    }
}
