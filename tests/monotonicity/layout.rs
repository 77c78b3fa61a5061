//! Configurations as files. A configuration has leaves, its literals, each of which may stand where it is used or come
//! from a default, a file of values, a local value, a module's argument or its output; and may be without a value.

use std::fmt::Write;

/// The place of a leaf in a block.
pub(crate) fn token(leaf: usize) -> String {
    format!("«{leaf}»")
}

/// The place of the arguments that a scope's leaves need, in the block that calls it.
pub(crate) fn arguments(scope: usize) -> String {
    format!("«to {scope}»")
}

/// A literal.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) scope: usize,
    pub(crate) text: String,
    /// The type of the variable that may hold it.
    pub(crate) ty: &'static str,
    /// Whether it may become unknown: policies ask of a secret where it stands.
    pub(crate) is_secret: bool,
}

/// A module, the root first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    pub(crate) directory: String,
    pub(crate) caller: Option<usize>,
    pub(crate) blocks: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Configuration {
    pub(crate) leaves: Vec<Leaf>,
    pub(crate) scopes: Vec<Scope>,
}

/// How a leaf's value gets to where it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    Literal,
    Default,
    Values,
    AutomaticValues,
    Local,
    Argument,
    Output,
}

pub(crate) const ROUTES: [Route; 7] = [
    Route::Literal,
    Route::Default,
    Route::Values,
    Route::AutomaticValues,
    Route::Local,
    Route::Argument,
    Route::Output,
];

/// What may stand in the place of a literal that is not known.
const UNKNOWN: [(&str, &str); 3] = [
    ("data.aws_ssm_parameter.unknown.value", "data \"aws_ssm_parameter\" \"unknown\" {\n  name = \"x\"\n}\n"),
    ("var.unknown", "variable \"unknown\" {}\n"),
    ("random_id.unknown.hex", "resource \"random_id\" \"unknown\" {\n  byte_length = 8\n}\n"),
];

/// The files of a run: paths and texts.
pub(crate) type Files = Vec<(String, String)>;

/// The blocks of every scope, and the lines of the root's files of values.
pub(crate) struct Rendered {
    scopes: Vec<(String, Vec<String>)>,
    values: String,
    automatic: String,
}

/// A leaf without a value, and the way in which it has none.
pub(crate) type Missing = Option<(usize, usize)>;

impl Configuration {
    /// The configuration with its leaves on their routes.
    pub(crate) fn rendered(&self, route: impl Fn(usize) -> Route, missing: Missing) -> Rendered {
        let scopes = self.scopes.iter().map(|scope| (scope.directory.clone(), scope.blocks.clone())).collect();
        let mut writer = Writer {
            configuration: self,
            rendered: Rendered { scopes, values: String::new(), automatic: String::new() },
            missing,
        };
        for leaf in 0..self.leaves.len() {
            writer.place(leaf, route(leaf));
        }
        writer.finish()
    }
}

struct Writer<'c> {
    configuration: &'c Configuration,
    rendered: Rendered,
    missing: Missing,
}

impl Writer<'_> {
    fn place(&mut self, index: usize, route: Route) {
        let leaf = &self.configuration.leaves[index];
        let caller = self.configuration.scopes[leaf.scope].caller;
        let missing = self.missing.filter(|(missing, _)| *missing == index).map(|(_, how)| how);
        let variable = |default: &str| format!("variable \"v{index}\" {{\n  type = {}\n{default}}}\n", leaf.ty);
        let text = leaf.text.as_str();
        let reference = match (route, caller) {
            (Route::Literal, _) => self.literal(leaf.scope, text, missing),
            (Route::Local, _) => {
                let value = self.literal(leaf.scope, text, missing);
                self.add(leaf.scope, format!("locals {{\n  l{index} = {value}\n}}\n"));
                format!("local.l{index}")
            }
            (Route::Output, _) => {
                let value = self.literal(leaf.scope, text, missing);
                let up = "../".repeat(self.rendered.scopes[leaf.scope].0.matches('/').count());
                let source = if up.is_empty() { "./" } else { &up };
                self.add(
                    leaf.scope,
                    format!("module \"e{index}\" {{\n  source = \"{source}echo\"\n  value  = {value}\n}}\n"),
                );
                format!("module.e{index}.value")
            }
            (Route::Argument | Route::Values | Route::AutomaticValues, Some(caller)) => {
                let value = self.literal(caller, text, missing);
                self.argue(leaf.scope, &format!("  v{index} = {value}\n"));
                self.add(leaf.scope, variable(""));
                format!("var.v{index}")
            }
            (Route::Values | Route::AutomaticValues, None) => {
                let lines =
                    if route == Route::Values { &mut self.rendered.values } else { &mut self.rendered.automatic };
                if missing.is_none() {
                    // Writing to a string does not fail.
                    let _ = writeln!(lines, "v{index} = {text}");
                }
                self.add(leaf.scope, variable(""));
                format!("var.v{index}")
            }
            (Route::Default | Route::Argument, _) => {
                let default = missing.map_or_else(|| format!("  default = {text}\n"), |_| String::new());
                self.add(leaf.scope, variable(&default));
                format!("var.v{index}")
            }
        };
        for block in self.rendered.scopes.iter_mut().flat_map(|(_, blocks)| blocks) {
            *block = block.replace(&token(index), &reference);
        }
    }

    fn add(&mut self, scope: usize, block: String) {
        self.rendered.scopes[scope].1.push(block);
    }

    fn argue(&mut self, scope: usize, line: &str) {
        let place = arguments(scope);
        for block in self.rendered.scopes.iter_mut().flat_map(|(_, blocks)| blocks) {
            *block = block.replace(&place, &format!("{line}{place}"));
        }
    }

    /// The literal itself, or what is there in its place.
    fn literal(&mut self, scope: usize, text: &str, missing: Option<usize>) -> String {
        let Some(how) = missing else { return text.to_owned() };
        let (reference, block) = UNKNOWN[how % UNKNOWN.len()];
        self.add(scope, block.to_owned());
        reference.to_owned()
    }

    fn finish(mut self) -> Rendered {
        for scope in 0..self.rendered.scopes.len() {
            let place = arguments(scope);
            for block in self.rendered.scopes.iter_mut().flat_map(|(_, blocks)| blocks) {
                *block = block.replace(&place, "");
            }
        }
        let echo = "variable \"value\" {}\noutput \"value\" {\n  value = var.value\n}\n";
        let is_called = |blocks: &Vec<String>| blocks.iter().any(|block| block.starts_with("module \"e"));
        if self.rendered.scopes.iter().any(|(_, blocks)| is_called(blocks)) {
            self.rendered.scopes.push(("echo/".to_owned(), vec![echo.to_owned()]));
        }
        self.rendered
    }
}

impl Rendered {
    /// One file a module.
    pub(crate) fn files(&self) -> Files {
        self.written(|blocks| vec![blocks.concat()])
    }

    /// The blocks of every module in two files, each in the opposite order.
    pub(crate) fn split(&self) -> Files {
        self.written(|blocks| {
            let part = |first: usize| blocks.iter().skip(first).step_by(2).rev().cloned().collect::<String>();
            vec![part(1), part(0)]
        })
    }

    fn written(&self, texts: impl Fn(&[String]) -> Vec<String>) -> Files {
        let mut files = Files::new();
        for (directory, blocks) in &self.scopes {
            let texts = texts(blocks).into_iter().enumerate();
            files.extend(texts.map(|(index, text)| (format!("{directory}main{index}.tf"), text)));
        }
        let values = [("terraform.tfvars", &self.values), ("more.auto.tfvars", &self.automatic)];
        files.extend(values.into_iter().map(|(name, text)| (name.to_owned(), text.clone())));
        files.retain(|(_, text)| !text.is_empty());
        files
    }
}
