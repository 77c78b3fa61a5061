//! What a run says: findings with their labels, and what could not be decided.

use crate::source::{Problem, SourceMap, Span};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// How much an attacker gains, or an auditor objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Defence in depth.
    Low,
    /// Weakens the database against a capable attacker.
    Medium,
    /// Exposes the database or its data.
    High,
    /// Gives the data away.
    Critical,
}

impl Severity {
    /// All of them, mildest first.
    pub const ALL: [Self; 5] = [Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The word used in policies, reports and options.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl FromStr for Severity {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == word).ok_or(())
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A place with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is to be seen there, in the words of the file's language; never a secret's text.
    pub text: String,
}

/// How far a fix can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Changes nothing but the reported setting, without a reboot, a replacement or a cost.
    Safe,
    /// Reboots, replaces, costs or may break a client.
    Unsafe,
}

/// What to do about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What to write, in the words of the file's language: `set storage_encrypted = true`.
    pub text: String,
    /// What the change does: reboot, replacement, cost.
    pub note: Option<String>,
    /// How far it can be trusted.
    pub safety: Safety,
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The reason that the author gave, when there is one.
    pub reason: Option<String>,
    /// Where the directive stands.
    pub span: Span,
}

/// The environments in which something holds, of those in which it was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environments {
    /// Those in which it holds, in the order of the configuration; empty where there are none at all.
    pub names: Vec<Arc<str>>,
    /// Those in which it was asked.
    pub asked: Vec<Arc<str>>,
}

/// How many environments a sentence names.
const NAMED: usize = 3;

impl Environments {
    /// One environment, of those in which it was asked.
    pub fn one(name: &Arc<str>, asked: &[Arc<str>]) -> Self {
        Self { names: vec![name.clone()], asked: asked.to_vec() }
    }

    /// Adds those of another that is the same but for them.
    pub fn join(&mut self, other: Self) {
        for (known, more) in [(&mut self.names, other.names), (&mut self.asked, other.asked)] {
            for name in more {
                if !known.contains(&name) {
                    known.push(name);
                }
            }
        }
    }

    /// `production and staging`, where it does not hold in all of them.
    pub fn words(&self) -> Option<String> {
        if self.names.len() >= self.asked.len() {
            return None;
        }
        let (last, others) = self.names.split_last()?;
        Some(match others {
            [] => last.to_string(),
            _ if self.names.len() > NAMED => {
                let named = self.names.get(..NAMED).unwrap_or_default().join(", ");
                format!("{named} and {} more", self.names.len() - NAMED)
            }
            _ => format!("{} and {last}", others.join(", ")),
        })
    }
}

/// A policy that an entity fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The policy's id.
    pub policy: Arc<str>,
    /// The policy's severity.
    pub severity: Severity,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// The condition under which there is such a resource at all, as the message ends with it.
    pub condition: Option<Arc<str>>,
    /// The addresses of the entities it holds for, in source order; never empty.
    pub resources: Vec<Arc<str>>,
    /// The place that the user can edit.
    pub primary: Label,
    /// The other places of the origin chain and the resource, in the order of the chain.
    pub related: Vec<Label>,
    /// The way of the value: from where it was written, or from the default that holds, over every link to the place of
    /// use, then the resource and, where another is at fault for it, that one. Each place once; of several resources
    /// the first one's; empty where a finding is about no value.
    pub flow: Vec<Label>,
    /// What to do.
    pub fix: Option<Fix>,
    /// Identity across runs and working directories: policy, the first resource, field and value, files; no line numbers.
    /// No two findings of a report share it. 32 hex digits.
    pub fingerprint: String,
    /// Set when an ignore directive silences it.
    pub suppressed: Option<Suppression>,
    /// The environments that it holds in.
    pub environments: Environments,
}

/// A policy that could not be decided for an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// The policy's id.
    pub policy: Arc<str>,
    /// The entity's address.
    pub resource: Arc<str>,
    /// Why: `var.kms_key has no value`.
    pub reason: String,
    /// The place of use, or the resource's header.
    pub span: Span,
    /// The headers of the resource and of the calls that lead to it.
    pub headers: Vec<Span>,
    /// The environments in which it cannot be decided.
    pub environments: Environments,
}

/// Counts of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that held a template or a Terraform module's code.
    pub files: usize,
    /// DB instances and DB clusters, each once whatever environments it is in.
    pub databases: usize,
    /// Environments that the databases were looked at in.
    pub environments: usize,
    /// Policies × entities that pass, where environments differ in some of them; so are the three that follow.
    pub passed: usize,
    /// Policies × entities that fail (ignored ones included).
    pub failed: usize,
    /// Policies × entities that could not be decided.
    pub undecided: usize,
    /// Policies × entities that do not apply.
    pub not_applicable: usize,
    /// Findings silenced by an ignore directive.
    pub ignored: usize,
}

impl Summary {
    /// Policies × entities with a verdict of pass or fail.
    pub const fn decided(self) -> usize {
        self.passed + self.failed
    }
}

/// Everything that one run found out: what the reports print.
#[derive(Debug, Default)]
pub struct Report {
    /// The files of the run.
    pub sources: SourceMap,
    /// The findings in source order, suppressed ones included.
    pub findings: Vec<Finding>,
    /// Policies that could not be decided, in source order.
    pub undecided: Vec<Undecided>,
    /// Input that could not be read, in source order.
    pub problems: Vec<Problem>,
    /// The counts.
    pub summary: Summary,
    /// Places whose text is a secret and must be masked wherever source is shown.
    pub secrets: Vec<Span>,
}

impl Report {
    /// Keeps some of the findings, and counts those among them that are silenced.
    pub(crate) fn keep(&mut self, wanted: impl FnMut(&Finding) -> bool) {
        self.findings.retain(wanted);
        self.summary.ignored = self.findings.iter().filter(|finding| finding.suppressed.is_some()).count();
    }
}
