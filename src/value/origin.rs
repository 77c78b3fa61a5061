//! Where a value came from: the chain from the place of use to the place where it was written.

use super::{Made, Scope, Within};
use crate::source::Span;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// How many links a chain should have.
const MAX_LINKS: usize = 64;
/// How many parts of parts are followed.
const MAX_PARTS: usize = 10_000;

/// A value's chain of [`Step`]s, from the place of use (first) to where the value was written or to the
/// default that holds (last). Shared, so a clone costs a counter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin(Option<Arc<Step>>);

/// One link of an [`Origin`] chain.
#[derive(Clone, Debug)]
pub struct Step {
    /// What happened here.
    pub what: What,
    /// Where, unless it happened outside the source (a default of the engine).
    pub at: Option<Span>,
    /// The rest of the chain.
    pub from: Origin,
    /// Where the known parts came from of a value that was put together here; the chain goes on with only one part.
    pub parts: Arc<[Origin]>,
    /// What the text was made of here, where that tells more than the text.
    made: Option<Arc<Made>>,
    /// Whether this link or any other that the value came by tells that it is a secret.
    is_secret: bool,
}

/// The parts, and what a text was made of, are left out: they say nothing about which value it is, and comparing a tangle of them could take for ever.
impl PartialEq for Step {
    fn eq(&self, other: &Self) -> bool {
        self.what == other.what && self.at == other.at && self.from == other.from
    }
}

/// What one link of the chain says. Names are as written in the source (`var.size`, `DbSize`).
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The value stands here.
    Written,
    /// An expression here refers to something else: the text is the reference as written (`var.size`, `!Ref Size`).
    Reference(Arc<str>),
    /// The default of a Terraform variable.
    VariableDefault(Arc<str>),
    /// A Terraform variable that got no value.
    VariableUnset(Arc<str>),
    /// A line of a `.tfvars` file; the text is the variable's name.
    VariableFile(Arc<str>),
    /// A value for a Terraform variable that whoever runs rdslint gives; without a place where it stands on the command
    /// line.
    VariableGiven {
        /// The variable's name.
        name: Arc<str>,
        /// Who gives it, as a clause: `from --var`, `of environment production`.
        by: Arc<str>,
    },
    /// An argument of a module call: the call's address (`module.db`) and the argument.
    ModuleArgument {
        /// The call's address.
        call: Arc<str>,
        /// The argument.
        argument: Arc<str>,
    },
    /// A module's output.
    ModuleOutput {
        /// The call's address.
        call: Arc<str>,
        /// The output.
        output: Arc<str>,
    },
    /// What another stack exports by that name.
    Exported(Arc<str>),
    /// A module that is not installed sets it, by what is known of the module.
    InModule,
    /// The default of a module that is not installed; the text names the module and its version.
    ModuleDefault(Arc<str>),
    /// The `default_tags` of the provider configuration of that name (`aws.west`).
    DefaultTags(Arc<str>),
    /// A Terraform local value.
    Local(Arc<str>),
    /// An attribute of another resource, by its address and attribute.
    Resource {
        /// The resource's address within its scope.
        address: Arc<str>,
        /// The attribute.
        attribute: Arc<str>,
        /// The scope, where it is another one.
        within: Within,
    },
    /// The default of a CloudFormation parameter.
    ParameterDefault(Arc<str>),
    /// One of the values that a CloudFormation parameter may have.
    ParameterAllowed(Arc<str>),
    /// A value for a CloudFormation parameter that whoever runs rdslint gives; without a place where it stands on the
    /// command line.
    ParameterGiven {
        /// The parameter's name.
        name: Arc<str>,
        /// Who gives it, as a clause: `from --parameter`, `in a parameter file`, `of environment production`.
        by: Arc<str>,
    },
    /// A CloudFormation parameter that has no default.
    ParameterUnset(Arc<str>),
    /// The value passes through a `NoEcho` parameter or a sensitive variable of that name; the place is the one
    /// that says so. Stands next to the step of the parameter or variable itself.
    Concealed(Arc<str>),
    /// A row of a CloudFormation mapping.
    Mapping(Arc<str>),
    /// The branch that a condition chose; the text names the condition.
    Branch {
        /// The condition's name, or its text.
        condition: Arc<str>,
        /// Whether it holds.
        holds: bool,
    },
    /// The result of a function or operator; the chain goes on with the argument that decided.
    Function(Arc<str>),
    /// The answer of a comparison or of a function that asks about its arguments (`==`, `contains`): none of them is the
    /// value. The chain goes on with the one that decided.
    Predicate(Arc<str>),
    /// The content of a file that a function read; the text is the file's path.
    File(Arc<str>),
    /// The row of a parameter group; the text is the group's address.
    ParameterGroup(Arc<str>),
    /// The default of the engine's parameter group family.
    FamilyDefault {
        /// The family (`postgres15`).
        family: Arc<str>,
    },
    /// What the language's provider or the RDS API takes where nothing is written.
    PropertyDefault,
    /// The same where it is another one in other circumstances: which these are, as a clause (`without X`).
    DefaultWhere(&'static str),
    /// What another entity decides: a member takes it from its cluster. The text is that entity's address.
    Inherited(Arc<str>),
    /// What the value also rests on, on a path through the network: what is so here, in words. Nobody has to change it.
    Path(Arc<str>),
}

impl What {
    /// The name of the Terraform variable whose value this is.
    pub fn variable(&self) -> Option<&Arc<str>> {
        match self {
            Self::VariableDefault(name)
            | Self::VariableUnset(name)
            | Self::VariableFile(name)
            | Self::VariableGiven { name, .. } => Some(name),
            _ => None,
        }
    }

    /// The name of the CloudFormation parameter whose value this is.
    pub fn parameter(&self) -> Option<&Arc<str>> {
        match self {
            Self::ParameterDefault(name)
            | Self::ParameterAllowed(name)
            | Self::ParameterUnset(name)
            | Self::ParameterGiven { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Whether it is the value of an input, a variable or a parameter.
    pub(crate) fn is_input(&self) -> bool {
        self.variable().or_else(|| self.parameter()).is_some()
    }

    /// Whether it is the value that somebody gives an input for this run: in a file of values, the configuration or on the
    /// command line.
    pub(crate) fn is_given(&self) -> bool {
        matches!(self, Self::VariableFile(_) | Self::VariableGiven { .. } | Self::ParameterGiven { .. })
    }
}

impl Origin {
    /// A value that stands at `at`.
    pub fn written(at: Span) -> Self {
        let what = if at.file.is_embedded() { What::InModule } else { What::Written };
        Self::default().step(what, Some(at))
    }

    /// This chain behind a new first link. A place in a text that is a part of rdslint is none.
    #[must_use]
    pub fn step(&self, what: What, at: Option<Span>) -> Self {
        let at = at.filter(|span| !span.file.is_embedded());
        let is_secret = self.is_secret() || what.is_secret();
        Self(Some(Arc::new(Step { what, at, from: self.clone(), parts: Arc::default(), made: None, is_secret })))
    }

    /// This chain with known `parts` from which the value was put together at its first link.
    #[must_use]
    pub(crate) fn with_parts(self, parts: Vec<Self>) -> Self {
        match self.0 {
            Some(mut step) if !parts.is_empty() => {
                let whole = Arc::make_mut(&mut step);
                whole.is_secret |= parts.iter().any(Self::is_secret);
                whole.parts = parts.into();
                Self(Some(step))
            }
            whole => Self(whole),
        }
    }

    /// This chain, whose first link made a text of something.
    #[must_use]
    pub(crate) fn made_of(self, made: Made) -> Self {
        let Self(Some(mut step)) = self else { return self };
        Arc::make_mut(&mut step).made = Some(Arc::new(made));
        Self(Some(step))
    }

    /// What the text was made of that has come here as it was made.
    pub fn made(&self) -> Option<&Made> {
        for step in self.steps() {
            match (&step.made, &step.what) {
                (Some(made), _) => return Some(made),
                (None, What::Function(_) | What::Predicate(_) | What::File(_)) => return None,
                _ => {}
            }
        }
        None
    }

    /// A link again, on top of this chain.
    fn again(&self, link: &Step, what: What) -> Self {
        let Self(Some(mut step)) = self.step(what, link.at).with_parts(link.parts.to_vec()) else {
            return self.clone();
        };
        if link.made.is_some() {
            Arc::make_mut(&mut step).made.clone_from(&link.made);
        }
        Self(Some(step))
    }

    /// This chain as that of a secret.
    #[must_use]
    pub(crate) fn of_secret(self) -> Self {
        let Self(Some(mut step)) = self else { return Self::default().step(What::Written, None).of_secret() };
        Arc::make_mut(&mut step).is_secret = true;
        Self(Some(step))
    }

    /// Whether the value must not be shown: somewhere on its way it is said to be a secret, or goes by the name of one.
    pub fn is_secret(&self) -> bool {
        self.0.as_ref().is_some_and(|step| step.is_secret)
    }

    /// Whether the chain is too long for links that do not matter.
    pub(crate) fn is_long(&self) -> bool {
        self.steps().nth(MAX_LINKS).is_some()
    }

    /// The chain of a part of this value, behind the links that lead to the whole.
    #[must_use]
    pub(crate) fn of_part(&self, part: &Self) -> Self {
        let links: Vec<_> = self.steps().filter(|step| step.what != What::Written).collect();
        let mut origin = part.clone();
        for link in links.into_iter().rev() {
            if link.what.is_secret() || !link.parts.is_empty() || !origin.is_long() {
                origin = origin.again(link, link.what.clone());
            }
        }
        // A whole may be a secret because of its keys, which no link tells.
        if self.is_secret() && !origin.is_secret() { origin.of_secret() } else { origin }
    }

    /// The chain as another scope sees it: resources of the own scope belong to the one that is given.
    #[must_use]
    pub(crate) fn of_scope(&self, scope: Scope) -> Self {
        let own = |what: &What| matches!(what, What::Resource { within: Within(None), .. });
        if !self.steps().any(|step| own(&step.what)) {
            return self.clone();
        }
        let links: Vec<&Step> = self.steps().collect();
        let mut origin = Self::default();
        for link in links.into_iter().rev() {
            let mut what = link.what.clone();
            if let What::Resource { within, .. } = &mut what {
                *within = within.or(scope);
            }
            origin = origin.again(link, what);
        }
        if self.is_secret() && !origin.is_secret() { origin.of_secret() } else { origin }
    }

    /// Whether nothing is known about where the value came from.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The links, from the place of use to the end.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        std::iter::successors(self.0.as_deref(), |step| step.from.0.as_deref())
    }

    /// The place of use: the first link that has a place.
    pub(crate) fn used_at(&self) -> Option<Span> {
        self.steps().find_map(|step| step.at)
    }

    /// The places where the parts are written that the value was put together from, however often; empty for a value
    /// that stands somewhere as it is.
    pub(crate) fn parts_written_at(&self) -> Vec<Span> {
        self.written_parts().into_iter().filter_map(Self::written_at).collect()
    }

    /// The parts that the value was put together from and that stand somewhere as they are, however often.
    pub(crate) fn written_parts(&self) -> Vec<&Self> {
        let mut written = Vec::new();
        let mut open: Vec<&Self> = self.parts().collect();
        let mut seen = FxHashSet::default();
        while let Some(origin) = open.pop() {
            let Some(step) = &origin.0 else { continue };
            if seen.len() < MAX_PARTS && seen.insert(Arc::as_ptr(step)) {
                let before = open.len();
                open.extend(origin.parts());
                written.extend((open.len() == before && !origin.is_given()).then_some(origin));
            }
        }
        written
    }

    /// Whether the value, or what decided it, stands nowhere in the source: it was given on the command line.
    pub(crate) fn is_given(&self) -> bool {
        let is_given = |what: &What| matches!(what, What::VariableGiven { .. } | What::ParameterGiven { .. });
        self.steps().any(|step| is_given(&step.what) && step.at.is_none())
    }

    /// Whether the value passes through an input that is said to be secret.
    pub(crate) fn is_concealed(&self) -> bool {
        self.steps().any(|step| matches!(step.what, What::Concealed(_)))
    }

    /// The calls that read a file of which the value, or a part of it, is made.
    pub(crate) fn read_at(&self) -> Vec<Span> {
        let files = self.all_steps().into_iter().filter(|step| matches!(step.what, What::File(_)));
        files.filter_map(|step| step.at).collect()
    }

    /// The links of the chain and of the chains of all parts, each once.
    pub(crate) fn all_steps(&self) -> Vec<&Step> {
        let mut steps = Vec::new();
        let mut open = vec![self];
        let mut seen = FxHashSet::default();
        while let Some(origin) = open.pop() {
            for step in origin.steps() {
                if seen.len() >= MAX_PARTS || !seen.insert(std::ptr::from_ref(step)) {
                    break;
                }
                steps.push(step);
                open.extend(&*step.parts);
            }
        }
        steps
    }

    /// Whether known parts of the value come from other places than the end of the chain.
    pub(crate) fn has_parts(&self) -> bool {
        self.parts().next().is_some()
    }

    /// The parts of the first link that has any.
    fn parts(&self) -> impl Iterator<Item = &Self> {
        self.steps().find(|step| !step.parts.is_empty()).into_iter().flat_map(|step| step.parts.iter())
    }

    /// The last place of the chain: where the value was written, or the last reference before it left the source.
    pub fn written_at(&self) -> Option<Span> {
        self.steps().filter_map(|step| step.at).last()
    }
}
