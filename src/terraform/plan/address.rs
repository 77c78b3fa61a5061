//! Addresses of resource instances and references to them, as plans write them.

/// One step of an address or a reference: a name and the instance key behind it, brackets included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step<'a> {
    pub(super) name: &'a str,
    /// `[0]`, `["a"]`, or empty.
    pub(super) key: &'a str,
}

/// The steps between the dots that stand outside of brackets: `module`, `a["k"]`, `aws_db_instance`, `b[0]`.
pub(super) fn steps(text: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    let (mut start, mut in_brackets, mut in_quotes, mut escaped) = (0, false, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_quotes => escaped = true,
            '"' if in_brackets => in_quotes = !in_quotes,
            '[' if !in_quotes => in_brackets = true,
            ']' if !in_quotes => in_brackets = false,
            '.' if !in_brackets => {
                steps.push(step(&text[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    steps.push(step(&text[start..]));
    steps
}

fn step(text: &str) -> Step<'_> {
    let (name, key) = text.split_at(text.find('[').unwrap_or(text.len()));
    Step { name, key }
}

/// A resource instance: the calls that lead to it, outermost first, its type and name, and its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    pub(super) calls: Vec<Step<'a>>,
    pub(super) ty: &'a str,
    pub(super) name: Step<'a>,
}

impl<'a> Address<'a> {
    /// The parts of an address; `None` for what is no address of a managed resource.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let steps = steps(text);
        let mut rest = &steps[..];
        let mut calls = Vec::new();
        while let [Step { name: "module", key: "" }, call, inner @ ..] = rest {
            calls.push(*call);
            rest = inner;
        }
        let (ty, name) = match rest {
            [ty, name] => (ty, *name),
            // Of a provider's configuration the name has a second part.
            [ty @ Step { name: "provider", .. }, name, alias] => {
                let start = text.len().checked_sub(name.name.len() + 1 + alias.name.len())?;
                (ty, Step { name: text.get(start..)?, key: alias.key })
            }
            _ => return None,
        };
        ty.key.is_empty().then_some(Self { calls, ty: ty.name, name })
    }

    /// The address within its module and without its key: `aws_db_instance.b`.
    pub(super) fn block(&self) -> String {
        format!("{}.{}", self.ty, self.name.name)
    }
}

/// What the addresses within a module instance begin with: nothing, or `module.a["k"].`.
pub(super) fn prefix(calls: &[Step<'_>]) -> String {
    let parts = calls.iter().flat_map(|call| ["module.", call.name, call.key, "."]);
    parts.collect()
}

/// An address without any key, of its calls or its own.
pub(super) fn without_keys(address: &str) -> String {
    steps(address).iter().map(|step| step.name).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, calls: &[(&str, &str)], block: &str, key: &str) {
        let address = Address::parse(text).unwrap();
        assert_eq!(address.calls.iter().map(|call| (call.name, call.key)).collect::<Vec<_>>(), calls, "{text}");
        assert_eq!((address.block().as_str(), address.name.key), (block, key), "{text}");
        assert_eq!(format!("{}{block}{key}", prefix(&address.calls)), text);
    }

    #[test]
    fn addresses_are_taken_apart_and_put_together() {
        check("aws_db_instance.a", &[], "aws_db_instance.a", "");
        check("aws_db_instance.a[10]", &[], "aws_db_instance.a", "[10]");
        check("provider.postgresql", &[], "provider.postgresql", "");
        check("module.m.provider.postgresql.eu", &[("m", "")], "provider.postgresql.eu", "");
        check("module.m.aws_db_instance.a", &[("m", "")], "aws_db_instance.a", "");
        check(
            "module.m[\"eu.west]\\\".x\"].module.n[0].aws_db_instance.a[\"b.c\"]",
            &[("m", "[\"eu.west]\\\".x\"]"), ("n", "[0]")],
            "aws_db_instance.a",
            "[\"b.c\"]",
        );
    }

    #[test]
    fn what_is_no_address_is_told() {
        for text in ["", "aws_db_instance", "module.m", "data.aws_ami.x", "module.m.data.aws_ami.x", "a[.b", "a[\"x"] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
        assert_eq!(without_keys("module.a[\"x.y\"].b.c[0]"), "module.a.b.c");
    }
}
