//! Where passwords come from. Their text is never looked at, beyond whether there is one.

use crate::model::combine::reason;
use crate::model::derived::bool_value;
use crate::model::{EntityId, Language, Model};
use crate::value::{Content, Origin, Step, Truth, Value, What};

impl Model {
    /// Whether the source holds the password: a literal, a parameter's or variable's default, a line of a
    /// `.tfvars` file. One alternative that does is enough: the text stands there whatever is chosen.
    pub(in crate::model) fn password_literal(&self, id: EntityId) -> Value {
        literal(&self.raw(id, "MasterUserPassword"))
    }

    /// Whether the password passes through an input that is not concealed, so that the console, a plan or a log
    /// shows it: a CloudFormation parameter without `NoEcho`, a Terraform variable that is not sensitive.
    pub(in crate::model) fn password_parameter_visible(&self, id: EntityId) -> Value {
        let language = self.entity(id).resource.language;
        let password = self.raw(id, "MasterUserPassword");
        any(&password, |value| match &value.content {
            Content::Null => Truth::False,
            Content::Unknown(unknown) if unknown.secret => Truth::False,
            // In clear text, wherever it is kept; an input may name it, but is not it.
            Content::Unknown(unknown) if unknown.is_fetched() => Truth::Unknown,
            _ if password.origin.is_concealed() || value.origin.is_concealed() => Truth::False,
            _ if value.origin.steps().any(|step| is_input(step, language)) => Truth::True,
            Content::Unknown(_) if value.references().is_empty() => Truth::Unknown,
            _ => Truth::False,
        })
    }
}

/// Whether a password stands in the source as it is.
pub(super) fn literal(password: &Value) -> Value {
    any(password, |value| match &value.content {
        // It stands on the command line, and nowhere in the source.
        Content::Text(_) | Content::Number(_) | Content::Bool(_) if value.origin.is_given() => Truth::False,
        Content::Text(text) => (!text.is_empty()).into(),
        Content::Number(_) | Content::Bool(_) => Truth::True,
        Content::Null => Truth::False,
        Content::Unknown(unknown) if unknown.secret || unknown.is_fetched() || comes_from_outside(value) => {
            Truth::False
        }
        _ => Truth::Unknown,
    })
}

/// True with the origin of the first alternative that is, else unknown with that of the first that may be.
pub(super) fn any(value: &Value, question: impl Fn(&Value) -> Truth) -> Value {
    let mut unsure = None;
    for (_, value) in value.alternatives() {
        match question(value) {
            Truth::True => return bool_value(true, &value.origin),
            Truth::Unknown => unsure = unsure.or(Some(value)),
            Truth::False => {}
        }
    }
    match unsure {
        Some(value) => Value::unknown(reason(value), value.origin.clone()),
        None if value.origin.is_empty() => bool_value(false, &Origin::default().step(What::PropertyDefault, None)),
        None => bool_value(false, &value.origin),
    }
}

/// Whether the value is given at deployment, or is another resource's: then it does not stand in the source. A default
/// that leaves the value unknown is only the name of what is fetched.
pub(super) fn comes_from_outside(value: &Value) -> bool {
    let given = |step: &Step| {
        step.what.parameter().is_some() || matches!(step.what, What::VariableUnset(_) | What::VariableGiven { .. })
    };
    value.origin.steps().any(given) || !value.references().is_empty()
}

fn is_input(step: &Step, language: Language) -> bool {
    match language {
        Language::CloudFormation => step.what.parameter().is_some(),
        Language::Terraform => step.what.variable().is_some(),
    }
}
