//! Origin chains in words.

use crate::value::What;

/// What one link of a chain says.
pub(super) fn words(what: &What) -> String {
    match what {
        What::Written => "written here".to_owned(),
        What::Reference(text) => format!("refers to {text}"),
        What::VariableDefault(name) => format!("default of {name}"),
        What::VariableUnset(name) => format!("{name} has no value"),
        What::VariableFile(name) => format!("value of {name}"),
        What::ModuleArgument { call, argument } => format!("argument {argument} of {call}"),
        What::ModuleOutput { call, output } => format!("output {output} of {call}"),
        What::Local(name) => format!("local value {name}"),
        What::Resource { address, attribute } => format!("{attribute} of {address}"),
        What::ParameterDefault(name) => format!("default of parameter {name}"),
        What::ParameterUnset(name) => format!("parameter {name} has no default"),
        What::Mapping(name) => format!("mapping {name}"),
        What::Branch { condition, holds: true } => format!("{condition} holds"),
        What::Branch { condition, holds: false } => format!("{condition} does not hold"),
        What::Function(name) => format!("result of {name}"),
        What::ParameterGroup(address) => format!("set in {address}"),
        What::FamilyDefault { family } => format!("default of {family}"),
        What::PropertyDefault => "default".to_owned(),
        What::Inherited(address) => format!("taken from {address}"),
    }
}
