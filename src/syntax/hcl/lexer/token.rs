//! What the lexer makes of a text: tokens that say what stands where and hold no text themselves.

/// A token and the bytes that it covers.
#[derive(Clone, Copy, Debug)]
pub(in crate::syntax::hcl) struct Token {
    pub(in crate::syntax::hcl) kind: Kind,
    pub(in crate::syntax::hcl) start: u32,
    pub(in crate::syntax::hcl) end: u32,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::syntax::hcl) enum Kind {
    Newline,
    Name,
    Number,
    /// A quoted string as a whole, when it is nothing but plain text.
    Text,
    OpenQuote,
    CloseQuote,
    /// Stands where the line of a quoted string ends before the string does.
    BrokenQuote,
    /// `<<MARKER` with its line break.
    OpenHeredoc,
    /// `<<-MARKER` with its line break.
    OpenIndented,
    CloseHeredoc,
    /// A piece of a template as written: at most one line of a heredoc, one `$${`, or one lone `$`.
    Literal,
    /// `${` or `${~`
    Interpolation,
    /// `%{` or `%{~`
    Directive,
    /// `}` or `~}`
    CloseSequence,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    OpenParen,
    CloseParen,
    Dot,
    Comma,
    Colon,
    DoubleColon,
    Question,
    Ellipsis,
    Arrow,
    Assign,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Not,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    /// A character that HCL has no use for.
    Invalid,
    /// Stands where a new block of the file begins although something before it is still open.
    Restart,
    /// The end of the text.
    End,
}
