//! The configuration of a run, `rdslint.yaml`: found, read, and checked against the table of its keys.
//!
//! A configuration that says anything else than it may is refused whole, with the places: results that come from half
//! of one would be those of another question.

mod check;
mod keys;
#[cfg(test)]
mod tests;
mod values;

pub(crate) use keys::is_setting;
pub use keys::{Form, KEYS, Key};

use crate::discover;
use crate::policy::Tier;
use crate::source::{Problem, SourceMap};
use crate::syntax::node::Node;
use crate::syntax::yaml;
use crate::value::Map;
use check::Checker;
use keys::{
    ENVIRONMENTS, FAIL_ON_UNKNOWN, PARAMETER_FILES, PARAMETERS, POLICIES, REGION, ROOT, TIER, VAR_FILES, VARS,
    WORKSPACE,
};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the file is called; the first that is there is read.
const NAMES: [&str; 2] = ["rdslint.yaml", ".rdslint.yaml"];

/// The largest configuration that is read, in bytes.
const MAX_BYTES: usize = 1 << 20;

/// What the configuration of a run says.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// Its path as people write it.
    pub path: PathBuf,
    /// Its text. Places in what it says are those of a file that is the first one of its run.
    pub text: Arc<str>,
    /// The environments, in the order of the file.
    pub environments: Vec<Environment>,
    /// Folders with policies of the user's own.
    pub policies: Vec<PathBuf>,
    /// Which policies are asked, where it says so.
    pub tier: Option<Tier>,
    /// Whether questions that could not be decided make a run fail.
    pub fail_on_unknown: bool,
}

/// One way to deploy the root modules of Terraform and the templates of `CloudFormation`.
#[derive(Clone, Debug)]
pub struct Environment {
    /// What it is called.
    pub name: Arc<str>,
    /// Files of values for variables, weakest first.
    pub var_files: Vec<PathBuf>,
    /// Values for variables, stronger than those of the files.
    pub values: Arc<Map>,
    /// What `terraform.workspace` is.
    pub workspace: Option<Arc<str>>,
    /// Files of values for parameters, weakest first.
    pub parameter_files: Vec<PathBuf>,
    /// Values for parameters, stronger than those of the files.
    pub parameters: Arc<Map>,
    /// What `AWS::Region` is.
    pub region: Option<Arc<str>>,
    /// The folder of the root modules and templates that it is about; all of them where there is none.
    pub root: Option<PathBuf>,
}

/// A configuration that cannot be used.
#[derive(Debug)]
pub struct Broken {
    /// Its text, when there is one.
    pub sources: SourceMap,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// The configuration for what lies at a path: in its folder or one above, as far as the repository reaches.
pub fn find(from: &Path) -> Option<PathBuf> {
    let start = discover::absolute(from);
    for folder in start.ancestors() {
        let found = NAMES.iter().map(|name| folder.join(name)).find(|path| path.is_file());
        if let Some(path) = found {
            return Some(if from.is_absolute() { path } else { discover::relative(&path) });
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

/// Reads a configuration.
///
/// # Errors
/// It cannot be read, or says what it must not.
pub(crate) fn load(path: &Path) -> Result<Configuration, Box<Broken>> {
    let shown = path.display().to_string();
    let refuse = |message: String| {
        let problems = vec![Problem::file(shown.clone(), message)];
        Box::new(Broken { sources: SourceMap::default(), problems })
    };
    let bytes = fs::read(path).map_err(|error| refuse(error.to_string()))?;
    if bytes.len() > MAX_BYTES {
        return Err(refuse(format!("larger than {} KiB", MAX_BYTES >> 10)));
    }
    let text = String::from_utf8(bytes).map_err(|_| refuse("the text is not UTF-8".to_owned()))?;
    read(path, text.trim_start_matches('\u{FEFF}'))
}

/// Reads the text of a configuration.
fn read(path: &Path, text: &str) -> Result<Configuration, Box<Broken>> {
    let mut sources = SourceMap::default();
    let file = sources.add(&path.display().to_string(), text);
    sources.mark_values(file);
    let parsed = yaml::parse(file, text);
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut checker = Checker { folder, problems: parsed.problems, values: 0 };
    if let Some(root) = &parsed.tree {
        checker.section(root, KEYS);
    }
    if !checker.problems.is_empty() {
        return Err(Box::new(Broken { sources, problems: checker.problems }));
    }
    let environments = parsed.tree.as_ref().and_then(|root| root.get(ENVIRONMENTS)).map_or(&[][..], Node::entries);
    let environments = environments.iter().map(|entry| environment(&entry.key, &entry.value, folder)).collect();
    let policies = parsed.tree.as_ref().and_then(|root| root.get(POLICIES)).map_or(&[][..], Node::items);
    let policies = policies.iter().filter_map(|node| Some(folder.join(&**node.as_text()?))).collect();
    let tier = parsed.tree.as_ref().and_then(|root| root.get(TIER)?.as_text()?.parse().ok());
    let fail_on_unknown = parsed.tree.as_ref().and_then(|root| check::switch(root.get(FAIL_ON_UNKNOWN)?)) == Some(true);
    Ok(Configuration { path: path.to_owned(), text: text.into(), environments, policies, tier, fail_on_unknown })
}

fn environment(name: &Arc<str>, node: &Node, folder: &Path) -> Environment {
    let path = |node: &Node| Some(folder.join(&**node.as_text()?));
    let text = |key| node.get(key).and_then(Node::as_text).cloned();
    let files = |key| node.get(key).into_iter().flat_map(Node::items).filter_map(path).collect();
    let values = |key| Arc::new(node.get(key).map(values::map).unwrap_or_default());
    Environment {
        name: name.clone(),
        var_files: files(VAR_FILES),
        values: values(VARS),
        workspace: text(WORKSPACE),
        parameter_files: files(PARAMETER_FILES),
        parameters: values(PARAMETERS),
        region: text(REGION),
        root: node.get(ROOT).and_then(path),
    }
}
