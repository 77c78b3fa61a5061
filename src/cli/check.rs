//! `rdslint check`.

use super::args::{CheckArgs, Threshold};
use super::{Exit, Failure, Streams, Terminal, input, own, policies};
use crate::finding::Report;
use crate::lint;
use crate::report::{self, Verbosity};
use crate::suppress;

/// Checks the input and writes the report.
pub(super) fn check(args: CheckArgs, terminal: Terminal, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let (unused, skip): (Vec<_>, Vec<_>) = args.skip.iter().cloned().partition(|id| id == suppress::UNUSED);
    let verbosity = verbosity(&args);
    let request = input::request(args.input, streams)?;
    let catalog = own::catalog(&args.own, request.configuration.as_ref());
    let configured = request.configuration.as_ref();
    let tier = args.tier.or(configured.and_then(|configuration| configuration.tier)).unwrap_or_default();
    let must_decide = args.fail_on_unknown || configured.is_some_and(|configuration| configuration.fail_on_unknown);
    let selected = own::known(catalog.select(tier, &args.policies, &skip), &catalog, streams)?;
    let mut report = lint::check(&request, &catalog, &selected);
    for broken in catalog.broken() {
        broken.report(&mut report.sources, &mut report.problems);
    }
    report.keep(|finding| args.min_severity.is_none_or(|least| finding.severity >= least));
    report.keep(|finding| unused.is_empty() || *finding.policy != *suppress::UNUSED);
    let options = args.output.options(terminal, verbosity);
    let format = report::Format::from(args.format);
    let with_pages = format == report::Format::Sarif || options.links;
    let infos = selected.iter().map(|policy| policies::info(&catalog, policy, with_pages));
    let infos: Vec<_> = infos.chain(unused.is_empty().then(policies::unused_ignore)).collect();
    args.output.write(streams, |out| report::render(format, &report, &infos, options, out))?;
    // What reads these formats takes their own lines only, so people get the summary beside them.
    let is_for_tools = matches!(format, report::Format::Gcc | report::Format::Github);
    if is_for_tools && verbosity >= Verbosity::Normal {
        writeln!(streams.stderr, "{}", report::summary(&report))?;
    }
    if must_decide && report.summary.undecided > 0 {
        let all = report.summary.undecided;
        let noun = if all == 1 { "question" } else { "questions" };
        writeln!(streams.stderr, "{all} {noun} could not be decided; --verbose lists them")?;
        return Ok(Exit::Incomplete);
    }
    ending(exit(&report, args.fail_on), args.allow_no_input, streams)
}

/// How the run ends: that there is nothing to check is said, unless nobody minds.
fn ending(exit: Exit, allow_no_input: bool, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    match exit {
        Exit::NoInput if allow_no_input => Ok(Exit::Clean),
        Exit::NoInput => {
            writeln!(streams.stderr, "no CloudFormation template and no Terraform module was found")?;
            Ok(Exit::NoInput)
        }
        exit => Ok(exit),
    }
}

const fn verbosity(args: &CheckArgs) -> Verbosity {
    match (args.quiet, args.verbose) {
        (true, _) => Verbosity::Quiet,
        (false, true) => Verbosity::Verbose,
        (false, false) => Verbosity::Normal,
    }
}

/// What could not be checked weighs more than what was found: the findings may not be all.
fn exit(report: &Report, Threshold(threshold): Threshold) -> Exit {
    let fails = |severity| threshold.is_some_and(|threshold| severity >= threshold);
    let mut counted = report.findings.iter().filter(|finding| finding.suppressed.is_none());
    if !report.problems.is_empty() {
        Exit::Incomplete
    } else if counted.any(|finding| fails(finding.severity)) {
        Exit::Findings
    } else if report.summary.files == 0 {
        Exit::NoInput
    } else {
        Exit::Clean
    }
}
