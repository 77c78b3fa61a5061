//! What workloads are handed and what stores keep for them: passwords, connections, bundles of certificates.

use super::connections::{self, Tls, assignments, connections, expired_bundle, is_literal};
use super::entries::{Entry, entries, is_place};
use crate::model::combine::{Existence, depends_on, reason, under};
use crate::model::derived::not_given;
use crate::model::{EntityId, Member, Model, effective};
use crate::value::{Content, GAP, Origin, Step, Truth, Unknown, Value, What, plain};
use std::sync::Arc;

/// What a name must have in it to be that of a database's password.
const DATABASE: [&str; 9] = ["db", "database", "postgres", "pg", "mysql", "mariadb", "rds", "aurora", "sql"];
/// How the name of a password ends.
const PASSWORD: [&str; 4] = ["password", "passwd", "pwd", "pass"];
/// How the name of a secret ends that may be such a password.
const SECRET: [&str; 5] = ["password", "passwd", "pwd", "pass", "secret"];
/// The attribute of a database that says where RDS keeps its password.
const MANAGED: &str = "master_user_secret";
/// The longest list of what was found.
const MOST: usize = 100;

/// What was found among the entries of an entity.
#[derive(Default)]
struct Found {
    /// What is wrong, under its name, where it stands.
    wrong: Vec<Value>,
    /// Why the answer is open, and where.
    doubt: Option<(Arc<str>, Origin)>,
    /// Whether anything was asked about at all.
    any: bool,
}

impl Found {
    fn add(&mut self, answer: Truth, entry: &Entry, existence: Existence<'_>) {
        self.any = true;
        let holds = under(existence, &entry.guard);
        match answer.and(holds) {
            Truth::True if self.wrong.len() < MOST => {
                let name = entry.name.clone().unwrap_or_else(|| "text".into());
                self.wrong.push(Value::text(name, entry.value.origin.clone()));
            }
            Truth::True | Truth::False => {}
            Truth::Unknown => {
                let why = if holds == Truth::Unknown { depends_on(&entry.guard) } else { reason(&entry.value) };
                self.doubt.get_or_insert_with(|| (why, entry.value.origin.clone()));
            }
        }
    }

    fn answer(self, nothing: &'static str) -> Member {
        match (self.wrong.first(), self.doubt) {
            (Some(first), _) => {
                let origin = first.origin.clone();
                Member::Value(Value::new(Content::List(self.wrong.into()), origin))
            }
            (None, Some((reason, origin))) => Member::Value(Value::unknown(reason, origin)),
            (None, None) if self.any => Member::Value(Value::new(Content::List([].into()), not_given())),
            (None, None) => Member::NotApplicable(nothing.into()),
        }
    }
}

impl Model {
    /// All texts that an entity is handed, or keeps.
    fn handed(&self, id: EntityId) -> Vec<Entry> {
        let entity = self.entity(id);
        let fields = entity.kind.fields().iter().filter(|field| field.secret);
        let written = fields.filter_map(|field| Some((field.name, effective::written(&entity.resource, field)?)));
        written.flat_map(|(name, value)| entries(name.trim_start_matches("LaunchTemplate"), &value)).collect()
    }

    /// The entries that hold a database's password in clear text.
    pub(super) fn password_entries(&self, id: EntityId) -> Member {
        let masters = self.masters(self.entity(id).resource.scope);
        let mut found = Found::default();
        let existence = Existence::of(&self.entity(id).resource);
        for entry in self.handed(id) {
            // Of an input that is not known nobody can tell whether it is handed on as it is: the name says so.
            let is_secret = entry.name.as_ref().is_some_and(|name| ends_in(name, &SECRET).is_some());
            let master = is_secret && masters.is_some_and(|masters| masters.have(&entry.value));
            if let Some(answer) = if master { Some(Truth::True) } else { holds_password(&entry) } {
                found.add(answer, &entry, existence);
            }
        }
        found.answer("it is handed no password of a database")
    }

    /// The connections that do without TLS.
    pub(super) fn unencrypted_connections(&self, id: EntityId) -> Member {
        self.connections(id, |tls| match tls {
            Tls::Off => Truth::True,
            Tls::Unknown => Truth::Unknown,
            Tls::Unverified | Tls::Unsaid | Tls::On => Truth::False,
        })
    }

    /// The connections over TLS, or perhaps over it, that believe whoever answers.
    pub(super) fn unverified_connections(&self, id: EntityId) -> Member {
        self.connections(id, |tls| match tls {
            Tls::Unverified | Tls::Unsaid => Truth::True,
            Tls::Unknown => Truth::Unknown,
            Tls::Off | Tls::On => Truth::False,
        })
    }

    fn connections(&self, id: EntityId, question: fn(Tls) -> Truth) -> Member {
        let mut found = Found::default();
        let existence = Existence::of(&self.entity(id).resource);
        for entry in self.handed(id) {
            let text = entry.text();
            let mut asked: Vec<Tls> = connections(&text).iter().map(|connection| connection.tls).collect();
            if entry.name.as_deref() == Some("PGSSLMODE") {
                asked.push(connections::of_mode(&text));
            }
            let worst = asked.into_iter().map(question).reduce(Truth::or);
            if let Some(answer) = worst {
                found.add(answer, &entry, existence);
            }
        }
        found.answer("it is told of no connection to a database")
    }

    /// The bundles of expired authorities.
    pub(super) fn expired_ca_bundles(&self, id: EntityId) -> Member {
        let mut found = Found::default();
        let existence = Existence::of(&self.entity(id).resource);
        for entry in self.handed(id) {
            let text = entry.text();
            let stale = expired_bundle(&text).map(Arc::<str>::from);
            let names_bundle = stale.is_some() || text.contains("global-bundle") || text.contains("-bundle.pem");
            if names_bundle {
                let named = Entry { name: stale.clone().or_else(|| entry.name.clone()), ..entry.clone() };
                found.add(bundle_answer(stale.is_some(), &entry), &named, existence);
            }
        }
        found.answer("it names no bundle of certificate authorities")
    }
}

fn bundle_answer(is_stale: bool, entry: &Entry) -> Truth {
    match &entry.value.content {
        _ if is_stale => Truth::True,
        Content::Unknown(_) if entry.text().starts_with(GAP) => Truth::Unknown,
        _ => Truth::False,
    }
}

/// Whether an entry holds a database's password; nothing where it does not look like one.
fn holds_password(entry: &Entry) -> Option<Truth> {
    let text = entry.text();
    let in_urls =
        connections(&text).iter().filter_map(|connection| Some(in_url(connection.password?, entry))).reduce(Truth::or);
    let is_named = entry.name.as_ref().is_some_and(|name| names_password(name));
    let named = is_named.then(|| match &entry.value.content {
        Content::Text(_) if is_place(&text) || !is_literal(&text) || is_switch(&text) => Truth::False,
        Content::Text(_) | Content::Number(_) => Truth::True,
        Content::Unknown(unknown) if reads_secret(&text, unknown, entry) => Truth::True,
        Content::Unknown(unknown) if unknown.secret || unknown.is_fetched() || is_place(&text) => Truth::False,
        // Who is told where a secret lies is not told the secret.
        Content::Unknown(_) if names_resource(&entry.value) => Truth::False,
        Content::Unknown(_) => Truth::Unknown,
        _ => Truth::False,
    });
    let in_commands = assignments(&text).filter(|(name, _)| names_password(name));
    let in_commands = in_commands.map(|(_, password)| in_url(password, entry)).reduce(Truth::or);
    [in_urls, named, in_commands].into_iter().flatten().reduce(Truth::or)
}

/// Whether a value is the name of a resource, its ARN or its id.
fn names_resource(value: &Value) -> bool {
    let references = value.references();
    let names = |attribute: &str| matches!(attribute, "Ref" | "arn" | "id" | "name" | "Arn" | "Id" | "Name");
    !references.is_empty() && references.iter().all(|reference| names(&reference.attribute))
}

/// Whether a text switches something on or off, as `MYSQL_ALLOW_EMPTY_PASSWORD` does.
fn is_switch(text: &str) -> bool {
    ["true", "false", "yes", "no", "on", "off", "0", "1"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether what stands in the place of a URL's password is one.
fn in_url(password: &str, entry: &Entry) -> Truth {
    match entry.value.as_unknown() {
        _ if is_literal(password) => Truth::True,
        Some(unknown) if reads_secret(password, unknown, entry) => Truth::True,
        Some(_) if password.contains("{{resolve:") => Truth::False,
        Some(_) if password.contains(GAP) => Truth::Unknown,
        _ => Truth::False,
    }
}

/// Whether a text is a secret that is read from where it is kept when the workload is deployed: what the workload is handed,
/// and its settings show, is what was read. Base64 hides references from `CloudFormation`, which leaves user data alone.
fn reads_secret(text: &str, unknown: &Unknown, entry: &Entry) -> bool {
    // What RDS says of the secret that it manages is where that is.
    let is_place = |step: &Step| matches!(&step.what, What::Resource { attribute, .. } if **attribute == *MANAGED);
    if !unknown.secret || entry.value.origin.steps().any(is_place) {
        return false;
    }
    if text.contains("{{resolve:") {
        return text.contains("{{resolve:secretsmanager:") && entry.name.as_deref() != Some("UserData");
    }
    // Of several parts that are not known nobody can tell which is the secret.
    entry.text().chars().filter(|c| *c == GAP).count() < 2
}

/// Whether a name is that of a database's password: `PGPASSWORD`, `DB_PASSWORD`.
fn names_password(name: &str) -> bool {
    ends_in(name, &PASSWORD).is_some_and(|before| DATABASE.iter().any(|word| before.contains(word)))
}

/// What of a name stands before one of the ends, in small letters and digits.
fn ends_in(name: &str, ends: &[&str]) -> Option<String> {
    let plain = plain(name);
    ends.iter().find_map(|end| plain.strip_suffix(end)).map(str::to_owned)
}
