//! From what was read to the input of a run: texts in the order of their paths, sorted into what they are, and problems.

use super::extras::Extras;
use super::formats::Format;
use super::here::Here;
use super::loader::{Kept, Loader};
use super::root::Root;
use super::walk;
use super::{Input, installed};
use crate::source::Problem;
use crate::terraform::Installed;
use rustc_hash::FxHashSet;
use std::path::Path;

impl Loader {
    /// Puts the texts that can matter into a source map, by their paths, whatever order they were read in.
    pub(super) fn finish(mut self, named: Option<&FxHashSet<String>>, root: Option<&Root>, extras: &Extras) -> Input {
        let here = Here::current();
        let beside = root.map(Root::files).unwrap_or_default();
        let mut input = Input { met: self.met, is_partial: self.is_partial, beside, ..Input::default() };
        if let Some((path, text)) = &extras.configuration {
            let path = walk::display(path);
            let name = root.and_then(|root| root.name(&path));
            let id = input.sources.add_named(&path, name.as_deref(), text);
            input.sources.mark_values(id);
            input.configuration = Some(id);
        }
        self.place_all(named, &here, root, extras, &mut input);
        self.report(named, &here, &mut input);
        let find = |place: &String| input.sources.find(&here.shown(place));
        let mut given = self.values.iter().map(|place| place.as_ref().and_then(find));
        input.values = given.by_ref().take(extras.values.len()).collect();
        input.parameters = given.collect();
        input.named = named.map(|names| names.iter().filter_map(find).collect());
        input.installed = Installed::new(self.manifests, self.installed.into_iter().map(Into::into));
        input
    }

    /// Places what can matter of what was kept.
    fn place_all(
        &mut self,
        named: Option<&FxHashSet<String>>,
        here: &Here,
        root: Option<&Root>,
        extras: &Extras,
        input: &mut Input,
    ) {
        let plan_roots: Vec<String> = self.plan_roots.values().cloned().collect();
        let wanted = self.modules.relevant(named.filter(|_| !self.about_all), &plan_roots);
        let planned = self.planned(named);
        let mut kept = std::mem::take(&mut self.kept);
        kept.sort_by(|a, b| Path::new(&a.path).cmp(Path::new(&b.path)));
        for kept in kept {
            let is_wanted = !matches!(kept.format, Format::Terraform | Format::Variables | Format::Manifest);
            if is_wanted || wanted.contains(kept.module()) {
                self.place(kept, here, root, &planned, input);
            } else if kept.format == Format::Terraform {
                input.declared.extend(extras.declared(&kept.text));
            }
        }
    }

    /// Tells what could not be read or decoded, of what was asked about.
    fn report(&mut self, named: Option<&FxHashSet<String>>, here: &Here, input: &mut Input) {
        let is_asked =
            |problem: &Problem| named.is_none_or(|names| problem.path.as_ref().is_some_and(|p| names.contains(p)));
        self.problems.extend(std::mem::take(&mut self.unreadable).into_iter().filter(is_asked));
        let shown = |problem: Problem| Problem { path: problem.path.map(|path| here.shown(&path)), ..problem };
        let unreadable: Vec<Problem> = self.problems.drain(..).map(shown).collect();
        for (path, flaw) in self.undecodable.drain(..) {
            let file = input.sources.find(&here.shown(&path));
            input.problems.extend(file.map(|file| flaw.problem(file)));
        }
        input.problems.splice(0..0, unreadable);
    }

    /// Puts a text into the source map and onto the list of its kind.
    fn place(&self, kept: Kept, here: &Here, root: Option<&Root>, planned: &FxHashSet<String>, input: &mut Input) {
        let name = root.and_then(|root| root.name(&kept.path));
        let id = input.sources.add_named(&here.shown(&kept.path), name.as_deref(), &kept.text);
        if self.installed.contains(kept.module()) {
            input.sources.mark_installed(id);
        }
        if matches!(kept.format, Format::Variables | Format::Given) {
            input.sources.mark_values(id);
        }
        if !matches!(kept.format, Format::Template | Format::Assembly | Format::Plan) {
            input.lent.extend(self.lent.contains(kept.module()).then_some(id));
            input.planned.extend(planned.contains(kept.module()).then_some(id));
        }
        match kept.format {
            Format::Plan => input.plans.push(self.plan(id, &kept.path, &mut input.sources)),
            Format::Template => input.templates.push((id, kept.path.into())),
            Format::Assembly => input.assemblies.push((id, kept.path.into())),
            Format::Terraform => input.terraform.push((id, kept.path.into())),
            Format::Variables => input.variables.push((id, kept.path.into())),
            Format::Given => {}
            Format::Manifest => input.problems.extend(installed::problems(&kept.path, id, &kept.text)),
        }
    }
}
