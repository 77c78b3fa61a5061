//! How a compiled policy's foreign types are written into the embedded blob: each as the word that policy files use.
//!
//! `finding` and `model` are not serialisable on purpose; these functions keep it so.
#![expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a field over by reference")]

/// Kinds by the name of their collection.
pub(super) mod kind {
    use crate::model::fields::Kind;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(in crate::policy) fn serialize<S: Serializer>(kind: &Kind, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(kind.collection())
    }

    pub(in crate::policy) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Kind, D::Error> {
        Kind::from_collection(&String::deserialize(from)?).ok_or_else(|| D::Error::custom("no such kind"))
    }
}

/// Severities by their word.
pub(super) mod severity {
    use crate::finding::Severity;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(in crate::policy) fn serialize<S: Serializer>(severity: &Severity, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(severity.as_str())
    }

    pub(in crate::policy) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Severity, D::Error> {
        String::deserialize(from)?.parse().map_err(|()| D::Error::custom("no such severity"))
    }
}

/// Operators by their name.
pub(super) mod operator {
    use crate::policy::operator::{self, Operator};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(in crate::policy) fn serialize<S: Serializer>(operator: &&Operator, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(operator.name)
    }

    pub(in crate::policy) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<&'static Operator, D::Error> {
        let name = String::deserialize(from)?;
        operator::find(&name).ok_or_else(|| D::Error::custom("no such operator"))
    }
}

/// Safety as whether it is safe.
pub(super) mod safety {
    use crate::finding::Safety;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(in crate::policy) fn serialize<S: Serializer>(safety: &Safety, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bool(*safety == Safety::Safe)
    }

    pub(in crate::policy) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Safety, D::Error> {
        Ok(if bool::deserialize(from)? { Safety::Safe } else { Safety::Unsafe })
    }
}
