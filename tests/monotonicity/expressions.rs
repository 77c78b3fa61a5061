//! Expressions of a type, from literals by ways in which people write them.

use super::choices::Choices;
use super::layout::{Configuration, Leaf, arguments, token};

/// How deep expressions nest.
const DEPTH: usize = 3;

/// What an expression is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Bool,
    Number,
    Text,
}

/// What a block's repetition lets its expressions see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Each {
    Nothing,
    Count,
    /// Of a map of objects, or of maps.
    Objects,
    /// Of a set of strings.
    Texts,
}

/// Where an expression stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) scope: usize,
    pub(crate) each: Each,
}

/// A configuration in the making.
pub(crate) struct Maker<'b> {
    pub(crate) choices: Choices<'b>,
    pub(crate) made: Configuration,
    /// For every scope but the root, what its call sees.
    pub(crate) callers: Vec<Each>,
    pub(crate) names: usize,
}

impl Maker<'_> {
    /// A literal of a pool, or one that is used already.
    pub(crate) fn leaf(&mut self, place: Place, ty: &'static str, pool: &[&str]) -> String {
        let same = |leaf: &Leaf| leaf.scope == place.scope && leaf.ty == ty && pool.contains(&leaf.text.as_str());
        let known: Vec<usize> = (0..self.made.leaves.len()).filter(|leaf| same(&self.made.leaves[*leaf])).collect();
        if !known.is_empty() && self.choices.once_in(3) {
            return token(known[self.choices.below(known.len())]);
        }
        let text = self.choices.one_of(pool).to_owned();
        self.made.leaves.push(Leaf { scope: place.scope, text, ty, is_secret: false });
        token(self.made.leaves.len() - 1)
    }

    pub(crate) fn fresh(&mut self) -> usize {
        self.names += 1;
        self.names
    }

    pub(crate) fn boolean(&mut self, place: Place, pool: &[&str], depth: usize) -> String {
        if depth < DEPTH && self.choices.once_in(3) {
            return self.predicate(place, depth + 1);
        }
        self.expression(place, Type::Bool, pool, depth)
    }

    /// An expression whose literals are of a pool, in HCL.
    pub(crate) fn expression(&mut self, place: Place, ty: Type, pool: &[&str], depth: usize) -> String {
        let form = if depth >= DEPTH { 0 } else { self.choices.below(16).saturating_sub(2) };
        let inner = |this: &mut Self| this.expression(place, ty, pool, depth + 1);
        match form {
            1 => {
                let condition = self.predicate(place, depth + 1);
                format!("({condition} ? {} : {})", inner(self), inner(self))
            }
            2 => format!("try({}, {})", inner(self), inner(self)),
            3 => format!("coalesce({}, {})", inner(self), inner(self)),
            4 => {
                let key = self.word(place);
                format!("lookup({{ a = {}, b = {} }}, {key}, {})", inner(self), inner(self), inner(self))
            }
            5 => format!("merge({{ a = {} }}, {{ a = {}, b = 1 }}).a", inner(self), inner(self)),
            6 => format!("concat([{}], [{}])[{}]", inner(self), inner(self), self.choices.below(2)),
            7 => format!("element([{}, {}], {})", inner(self), inner(self), self.index(place)),
            8 => format!(
                "{{ for k, v in {{ a = {}, b = {} }} : k => v }}[{}]",
                inner(self),
                inner(self),
                self.word(place)
            ),
            9 => format!("one([for x in [{}, {}] : x if x == {}])", inner(self), inner(self), inner(self)),
            10 => format!("try({{ a = {} }}[{}], {})", inner(self), self.word(place), inner(self)),
            11 => self.seen(place, ty, pool, depth),
            12 => self.local(place, ty, pool, depth),
            13 => self.argument(place, ty, pool, depth),
            _ => self.plain(place, ty, pool),
        }
    }

    fn plain(&mut self, place: Place, ty: Type, pool: &[&str]) -> String {
        let name = match ty {
            Type::Bool => "bool",
            Type::Number => "number",
            Type::Text => "string",
        };
        let form = self.choices.below(8);
        // Functions stop at null, which Terraform itself does not foresee of an unknown value.
        let given: Vec<&str> = pool.iter().copied().filter(|text| form == 0 || *text != "null").collect();
        let leaf = self.leaf(place, name, &given);
        match (ty, form) {
            (Type::Text, 1) => format!("lower({leaf})"),
            (Type::Text, 2) => format!("format(\"%s\", {leaf})"),
            (Type::Text, 3) => format!("\"${{{leaf}}}\""),
            (Type::Text, 4) => format!("join(\"\", [{leaf}])"),
            (Type::Text, 5) => format!("split(\",\", {leaf})[0]"),
            (Type::Number, 1) => format!("max({leaf}, 0)"),
            (Type::Number, 2) => format!("({leaf} + 0)"),
            (Type::Number, 3) => format!("tonumber({leaf})"),
            (Type::Bool, 1) => format!("!{leaf}"),
            (Type::Bool, 2) => format!("tobool({leaf})"),
            (Type::Bool, 3) => format!("tostring({leaf})"),
            _ => leaf,
        }
    }

    /// What the repetition of the block tells.
    fn seen(&mut self, place: Place, ty: Type, pool: &[&str], depth: usize) -> String {
        let other = self.expression(place, ty, pool, depth + 1);
        match (place.each, ty) {
            (Each::Count, Type::Number) => "count.index".to_owned(),
            (Each::Count, _) => format!("(count.index == 0 ? {other} : {})", self.plain(place, ty, pool)),
            (Each::Objects, Type::Bool) => match self.choices.below(3) {
                0 => "each.value.flag".to_owned(),
                1 => format!("try(each.value.maybe, {other})"),
                _ => format!("lookup(each.value, \"maybe\", {other})"),
            },
            (Each::Objects, Type::Number) => format!("try(each.value.number, {other})"),
            (Each::Objects | Each::Texts, _) => {
                format!("(each.key == \"a\" ? {other} : {})", self.plain(place, ty, pool))
            }
            (Each::Nothing, _) => other,
        }
    }

    /// By way of a local value, alone or in an object.
    fn local(&mut self, place: Place, ty: Type, pool: &[&str], depth: usize) -> String {
        let name = self.fresh();
        let value = self.expression(Place { each: Each::Nothing, ..place }, ty, pool, depth + 1);
        let is_object = self.choices.once_in(2);
        let value = if is_object { format!("{{ a = {value}, b = null }}") } else { value };
        self.made.scopes[place.scope].blocks.push(format!("locals {{\n  n{name} = {value}\n}}\n"));
        if !is_object {
            return format!("local.n{name}");
        }
        match self.choices.below(3) {
            0 => format!("local.n{name}.a"),
            1 => format!("local.n{name}[{}]", self.word(place)),
            _ => format!("lookup(local.n{name}, {}, null)", self.word(place)),
        }
    }

    /// What the caller of the module says, with a default or without.
    fn argument(&mut self, place: Place, ty: Type, pool: &[&str], depth: usize) -> String {
        let Some(caller) = self.made.scopes[place.scope].caller else { return self.plain(place, ty, pool) };
        let name = self.fresh();
        let there = Place { scope: caller, each: self.callers[place.scope] };
        let value = self.expression(there, ty, pool, depth + 1);
        let default = if self.choices.once_in(2) { self.plain_literal(pool) } else { String::new() };
        let blocks = &mut self.made.scopes[place.scope].blocks;
        blocks.push(format!("variable \"n{name}\" {{\n{default}}}\n"));
        let to = arguments(place.scope);
        for block in self.made.scopes.iter_mut().flat_map(|scope| &mut scope.blocks) {
            *block = block.replace(&to, &format!("  n{name} = {value}\n{to}"));
        }
        format!("var.n{name}")
    }

    fn plain_literal(&mut self, pool: &[&str]) -> String {
        format!("  default = {}\n", self.choices.one_of(pool))
    }

    /// A condition.
    pub(crate) fn predicate(&mut self, place: Place, depth: usize) -> String {
        let form = if depth >= DEPTH { 0 } else { self.choices.below(12) };
        let inner = |this: &mut Self| this.predicate(place, depth + 1);
        let word = |this: &mut Self| this.word(place);
        match form {
            1 => format!("({} && {})", inner(self), inner(self)),
            2 => format!("({} || {})", inner(self), inner(self)),
            3 => format!("!{}", inner(self)),
            4 => format!("({} == {})", word(self), word(self)),
            5 => format!("({} != {})", word(self), word(self)),
            6 => format!("contains([{}, {}], {})", word(self), word(self), word(self)),
            7 => format!("({} > {})", self.index(place), self.index(place)),
            8 => format!("can({{ a = 1 }}[{}])", word(self)),
            9 => format!("alltrue([{}, {}])", inner(self), inner(self)),
            10 => format!("startswith({}, {})", word(self), word(self)),
            11 => format!("(length([for x in [{}, {}] : x if x == \"a\"]) > 0)", word(self), word(self)),
            _ => self.leaf(place, "bool", &["true", "false"]),
        }
    }

    /// One of a few words.
    pub(crate) fn word(&mut self, place: Place) -> String {
        match self.choices.below(4) {
            1 => self.choices.one_of(&["\"a\"", "\"b\""]).to_owned(),
            2 if matches!(place.each, Each::Objects | Each::Texts) => "each.key".to_owned(),
            _ => self.leaf(place, "string", &["\"a\"", "\"b\""]),
        }
    }

    /// One of a few small numbers.
    pub(crate) fn index(&mut self, place: Place) -> String {
        match self.choices.below(4) {
            1 => self.choices.one_of(&["0", "1"]).to_owned(),
            2 if place.each == Each::Count => "count.index".to_owned(),
            _ => self.leaf(place, "number", &["0", "1"]),
        }
    }
}
