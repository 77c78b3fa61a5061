//! Patterns of `fileset`: `*` and `?` within a name, `**` over folders, `[a-z]` and `{a,b}`.

/// How many patterns alternatives in braces may make.
const MAX_ALTERNATIVES: usize = 64;

/// A pattern of paths.
pub(super) struct Glob {
    /// One of these matches; each is a list of names.
    alternatives: Vec<Vec<Vec<Token>>>,
}

/// What one or more characters of a name match.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Literal(char),
    Any,
    Many,
    OneOf { ranges: Vec<(char, char)>, negated: bool },
}

impl Glob {
    /// `None` where the pattern is not valid.
    pub(super) fn parse(pattern: &str) -> Option<Self> {
        let mut plain = Vec::new();
        expand(pattern, &mut plain)?;
        let names = |pattern: &String| pattern.split('/').map(tokens).collect::<Option<Vec<_>>>();
        Some(Self { alternatives: plain.iter().map(names).collect::<Option<_>>()? })
    }

    /// How many folders deep the files lie that can match.
    pub(super) fn depth(&self) -> usize {
        let depth = |names: &Vec<Vec<Token>>| {
            if names.iter().any(|name| *name == [Token::Many, Token::Many]) {
                usize::MAX
            } else {
                names.len().saturating_sub(1)
            }
        };
        self.alternatives.iter().map(depth).max().unwrap_or(0)
    }

    /// Whether a path matches.
    pub(super) fn matches(&self, path: &str) -> bool {
        let names: Vec<&str> = path.split('/').collect();
        self.alternatives.iter().any(|pattern| path_matches(pattern, &names))
    }
}

/// All patterns that the alternatives in braces make; `None` where a brace is not closed.
fn expand(pattern: &str, into: &mut Vec<String>) -> Option<()> {
    let Some(open) = unescaped(pattern, '{') else {
        into.push(pattern.to_owned());
        return (into.len() <= MAX_ALTERNATIVES).then_some(());
    };
    let (before, inner) = pattern.split_at(open);
    let close = closing(inner)?;
    for alternative in split(inner.get(1..close)?) {
        expand(&format!("{before}{alternative}{}", inner.get(close + 1..)?), into)?;
    }
    Some(())
}

/// Where a character stands first that no backslash stands before.
fn unescaped(text: &str, wanted: char) -> Option<usize> {
    let mut escaped = false;
    let mut places = text.char_indices();
    places.find_map(|(at, c)| {
        let is_it = c == wanted && !escaped;
        escaped = c == '\\' && !escaped;
        is_it.then_some(at)
    })
}

/// Where the brace at the start is closed.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut escaped) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' if depth == 1 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The parts between the commas that stand in no further braces.
fn split(inner: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.extend(inner.get(from..at));
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(inner.get(from..));
    parts
}

fn tokens(name: &str) -> Option<Vec<Token>> {
    let mut rest = name.chars();
    let mut tokens = Vec::new();
    while let Some(c) = rest.next() {
        tokens.push(match c {
            '*' => Token::Many,
            '?' => Token::Any,
            '[' => class(&mut rest)?,
            '\\' => Token::Literal(rest.next()?),
            c => Token::Literal(c),
        });
    }
    Some(tokens)
}

fn class(rest: &mut std::str::Chars) -> Option<Token> {
    let mut ranges = Vec::new();
    let negated = rest.as_str().starts_with('^');
    if negated {
        rest.next();
    }
    loop {
        let low = match rest.next()? {
            ']' if !ranges.is_empty() => return Some(Token::OneOf { ranges, negated }),
            '\\' => rest.next()?,
            c => c,
        };
        let high = if rest.as_str().starts_with('-') && !rest.as_str().starts_with("-]") { rest.nth(1)? } else { low };
        ranges.push((low, high));
    }
}

fn path_matches(pattern: &[Vec<Token>], names: &[&str]) -> bool {
    // `retry` is where to go on when `**` stands for one more folder.
    let (mut at, mut from, mut retry) = (0, 0, None);
    loop {
        match pattern.get(at) {
            Some(tokens) if *tokens == [Token::Many, Token::Many] => {
                // At the end it stands for a file, so for at least one name.
                retry = Some((at + 1, from));
                at += 1;
                if at == pattern.len() {
                    return from < names.len();
                }
                continue;
            }
            Some(tokens) if names.get(from).is_some_and(|name| name_matches(tokens, name)) => {
                (at, from) = (at + 1, from + 1);
                continue;
            }
            None if from == names.len() => return true,
            _ => {}
        }
        match retry {
            Some((after, start)) if start < names.len() => {
                retry = Some((after, start + 1));
                (at, from) = (after, start + 1);
            }
            _ => return false,
        }
    }
}

fn name_matches(tokens: &[Token], name: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    let (mut at, mut from, mut retry) = (0, 0, None);
    loop {
        match (tokens.get(at), name.get(from)) {
            (None, None) => return true,
            (Some(Token::Many), _) => {
                retry = Some((at + 1, from));
                at += 1;
                continue;
            }
            (Some(token), Some(&c)) if token.fits(c) => {
                (at, from) = (at + 1, from + 1);
                continue;
            }
            _ => {}
        }
        match retry {
            Some((after, start)) if start < name.len() => {
                retry = Some((after, start + 1));
                (at, from) = (after, start + 1);
            }
            _ => return false,
        }
    }
}

impl Token {
    fn fits(&self, c: char) -> bool {
        match self {
            Self::Literal(literal) => *literal == c,
            Self::Any | Self::Many => true,
            Self::OneOf { ranges, negated } => ranges.iter().any(|&(low, high)| (low..=high).contains(&c)) != *negated,
        }
    }
}
