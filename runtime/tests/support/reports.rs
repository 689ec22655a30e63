//! Random reports with rows, as JSON.

use proptest::prelude::*;
use tallyform_runtime::Plan;
use tallyform_runtime::plan::Layout;

/// Objects of the form, or what is none, by the keys of their nodes.
pub fn object(plan: &Plan, node: u32) -> BoxedStrategy<String> {
    let about = &plan.nodes[node as usize];
    let mut keys: Vec<BoxedStrategy<Option<String>>> = Vec::new();
    let entry = |key: &str, value: BoxedStrategy<String>, weight: u32| {
        let key = key.to_owned();
        let entry = value.prop_map(move |value| format!("\"{key}\":{value}"));
        prop_oneof![weight => entry.prop_map(Some), 1 => Just(None)].boxed()
    };
    if about.cell.is_some() {
        keys.push(entry("total", value(), 2));
    }
    for child in &about.children {
        let below = &plan.nodes[*child as usize];
        let value = match below.layout {
            Some(Layout::Rows(_)) => {
                let rows = proptest::collection::vec(object(plan, *child), 0..4);
                let rows = rows.prop_map(|rows| format!("[{}]", rows.join(",")));
                prop_oneof![20 => rows, 1 => Just("null".to_owned())].boxed()
            }
            _ if below.children.is_empty() => value(),
            _ => prop_oneof![20 => object(plan, *child), 1 => Just("null".to_owned())].boxed(),
        };
        keys.push(entry(&below.id, value, 4));
    }
    if node == 0 {
        let state = proptest::sample::select(vec!["\"draft\"", "\"submitted\"", "null"]);
        keys.push(entry("state", state.prop_map(str::to_owned).boxed(), 1));
    }
    let odd = prop_oneof![30 => Just(None), 1 => Just(Some("\"odd\":[1]".to_owned()))].boxed();
    keys.push(odd);
    (keys, any::<bool>())
        .prop_map(|(keys, reverse)| {
            let mut keys: Vec<String> = keys.into_iter().flatten().collect();
            if reverse {
                keys.reverse();
            }
            format!("{{{}}}", keys.join(","))
        })
        .boxed()
}

/// What may stand in a cell.
fn value() -> BoxedStrategy<String> {
    let odd =
        ["\"few\"", "true", "[]", "{}", "-7", "9007199254740992", "\"0.25\"", "\"total\"", "\"#1\"", "\"\"", "[\"a\"]"];
    prop_oneof![
        6 => (0_i64..9).prop_map(|n| n.to_string()),
        4 => proptest::sample::select(vec!["\"a\"", "\"b\"", "\"1.5\""]).prop_map(str::to_owned),
        2 => Just("null".to_owned()),
        1 => Just("\"/\"".to_owned()),
        1 => proptest::sample::select(odd.to_vec()).prop_map(str::to_owned),
    ]
    .boxed()
}
