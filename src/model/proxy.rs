//! How clients prove to a proxy who they are.

use super::combine::{each, reason};
use super::convert::convert;
use super::derived::bool_value;
use super::fields::{Kind, Type};
use super::{EntityId, Member, Model};
use crate::value::{Content, Value};

impl Model {
    /// The facts about proxies alone.
    pub(super) fn proxy_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        match (self.entity(id).kind, name) {
            (Kind::Proxy, "iam_required") => Some(Member::Value(self.iam_required(id))),
            _ => None,
        }
    }

    /// Whether every client has to come with a token of IAM: by the scheme of the whole proxy, or by that of every secret.
    fn iam_required(&self, id: EntityId) -> Value {
        let scheme = self.named(id, "DefaultAuthScheme");
        each(&scheme, |scheme| match scheme.as_text() {
            Some(text) if text.eq_ignore_ascii_case("IAM_AUTH") => bool_value(true, &scheme.origin),
            Some(_) => each(&self.raw(id, "Auth"), |auth| by_secrets(auth, scheme)),
            None => Value::unknown(reason(scheme), scheme.origin.clone()),
        })
    }
}

fn by_secrets(auth: &Value, scheme: &Value) -> Value {
    let list = convert(auth, Type::List);
    let Content::List(items) = &list.content else {
        return match auth.content {
            Content::Null => bool_value(false, &scheme.origin),
            _ => Value::unknown(reason(auth), auth.origin.clone()),
        };
    };
    let mut unknown = None;
    for item in &items[..] {
        let answer = each(item, by_secret);
        match answer.content {
            Content::Bool(true) => {}
            Content::Bool(false) => return answer,
            _ => unknown = unknown.or(Some(answer)),
        }
    }
    unknown.unwrap_or_else(|| bool_value(!items.is_empty(), &auth.origin))
}

fn by_secret(item: &Value) -> Value {
    let own = item.get("IAMAuth").or_else(|| item.get("iam_auth"));
    match own.filter(|own| !own.is_null()) {
        Some(own) => each(own, |own| match own.as_text() {
            Some(text) => bool_value(text.eq_ignore_ascii_case("REQUIRED"), &own.origin),
            None => Value::unknown(reason(own), own.origin.clone()),
        }),
        None if item.as_unknown().is_some() => Value::unknown(reason(item), item.origin.clone()),
        None => bool_value(false, &item.origin),
    }
}
