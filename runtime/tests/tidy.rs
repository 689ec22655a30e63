//! The tidy form: what its lines say, that reports come back as they were, and what is said of lines that make no sense.

mod support;

use proptest::prelude::*;
use support::reports::object;
use tallyform_runtime::plan::Plan;
use tallyform_runtime::tidy::{Gathered, Kind, MAX_BAD_LINES, Reader, Status, Tidy};
use tallyform_runtime::{Report, Validator};

fn validator(mut plan: Plan) -> Validator {
    plan.identity = vec![0];
    Validator::new(plan).unwrap_or_else(|error| panic!("{error}"))
}

fn flat() -> Validator {
    validator(support::plan())
}

fn rows() -> Validator {
    validator(support::sections::plan())
}

fn read(validator: &Validator, json: &str) -> Report {
    validator.read(json.as_bytes()).unwrap_or_else(|findings| panic!("{json}: {findings:?}"))
}

type Texts = Vec<Vec<String>>;

/// The lines of some reports, with an opening where two would run together.
fn lines(tidy: &Tidy<'_>, reports: &[Report]) -> Texts {
    let mut lines = Texts::new();
    let mut before = None;
    for report in reports {
        let head = tidy.head(report);
        let mut add = |line: &tallyform_runtime::tidy::Line<'_>| lines.push(line.texts().map(str::to_owned).collect());
        if before.as_ref() == Some(&head) {
            tidy.opening(report, &mut add);
        }
        if tidy.write(report, &mut add) == 0 {
            tidy.opening(report, &mut add);
        }
        before = Some(head);
    }
    lines
}

fn gather(tidy: &Tidy<'_>, lines: &Texts) -> Vec<Gathered> {
    let mut reader = Reader::new(tidy);
    let mut all: Vec<Gathered> = Vec::new();
    for (number, line) in (1..).zip(lines) {
        all.extend(reader.push(number, line));
    }
    all.extend(reader.finish());
    all
}

/// The lines of a report, without the columns that are empty in all of them, one text each.
fn shown(validator: &Validator, json: &str) -> Vec<String> {
    let tidy = Tidy::new(validator).expect("a table");
    let lines = lines(&tidy, &[read(validator, json)]);
    lines.iter().map(|line| line.join(",")).collect()
}

/// The reports of some lines, written as a person would, each column of the table between commas.
fn said(validator: &Validator, lines: &[&str]) -> Vec<Result<String, Vec<String>>> {
    let tidy = Tidy::new(validator).expect("a table");
    let lines: Texts = lines.iter().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    let one = |gathered: Gathered| match gathered.report {
        Some(report) => Ok(validator.write(&report)),
        None => Err(gathered.bad.into_iter().map(|bad| format!("{}: {}", bad.line, bad.message)).collect()),
    };
    gather(&tidy, &lines).into_iter().map(one).collect()
}

fn bad(validator: &Validator, lines: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    for one in said(validator, lines) {
        all.extend(one.err().into_iter().flatten());
    }
    all
}

#[test]
fn a_line_names_report_figure_value_unit_and_status() {
    let validator = flat();
    let tidy = Tidy::new(&validator).expect("a table");
    assert_eq!(tidy.columns(), ["reporting_unit", "period", "path", "value", "unit", "status"]);
    let json = r#"{"period":"2017","header":{"reporting_unit":"A town","since":1999,"areas":["north"],"public":true},
        "a":"few","b":"/","c":5,"d":"<1","sum":{"total":7,"x":"7","y":0.5},"m":"160.5964"}"#;
    let lines = shown(&validator, json);
    let of = |path: &str| {
        let start = format!("A town,2017,{path},");
        let mut found = lines.iter().filter_map(|line| line.strip_prefix(&start));
        let one = found.next().unwrap_or_else(|| panic!("no {path}"));
        assert_eq!(found.next(), None, "{path}");
        one.to_owned()
    };
    assert_eq!(of("a"), "few,case,Q");
    assert_eq!(of("b"), "/,case,M");
    assert_eq!(of("c"), "5,case,A");
    assert_eq!(of("d"), "<1,case,L");
    assert_eq!(of("e"), ",case,O");
    assert_eq!(of("sum"), "7,case,A");
    assert_eq!(of("sum.x"), "\"7\",case,V");
    assert_eq!(of("sum.y"), "0.5,case,V");
    assert_eq!(of("m"), "160.5964,yuan,A");
    assert_eq!(of("header.since"), "1999,,A");
    assert_eq!(of("header.public"), "true,,A");
    assert_eq!(of("header.areas"), "[\"north\"],,A");
    assert_eq!(of("header.phone"), ",,O");
    // The column says it.
    assert!(!lines.iter().any(|line| line.contains("header.reporting_unit")), "{lines:#?}");
}

#[test]
fn rows_and_wholes_are_told_apart_by_the_columns_of_dimensions() {
    let validator = rows();
    let tidy = Tidy::new(&validator).expect("a table");
    let columns = ["reporting_unit", "period", "path", "component", "reason", "rank", "value", "unit", "status"];
    assert_eq!(tidy.columns(), columns);
    let json = r#"{"state":"draft","lead":1,"reasons":{"total":{"total":{"denied":4}},"rows":[{"component":"A",
        "total":{"denied":3},"rows":[{"reason":"x","denied":2}]}],"note":"n"}}"#;
    let lines = shown(&validator, json);
    let about = |word: &str| lines.iter().filter(|line| line.contains(word)).map(String::as_str).collect::<Vec<_>>();
    assert_eq!(lines[0], ",,state,,,,draft,,");
    assert_eq!(about("lead"), [",,lead,,,,1,case,A"]);
    let denied = [
        ",,reasons.denied,total,total,,4,case,A",
        ",,reasons.denied,A,total,,3,case,A",
        ",,reasons.denied,A,x,,2,case,A",
    ];
    assert_eq!(about("reasons.denied"), denied);
    assert_eq!(about("reasons.note"), [",,reasons.note,,,,n,,A"]);
    // The columns name the rows; no line repeats a key.
    assert_eq!(about("reasons.component"), [] as [&str; 0]);
}

#[test]
fn a_key_has_a_line_of_its_own_where_its_column_cannot_say_it() {
    let validator = rows();
    let json = r##"{"staff":{"rows":[{"component":"A","total":1},{"component":"A","total":2},{"total":3},
        {"component":"total","total":4},{"component":5,"total":6},{"component":"#2","total":7},{"component":"","total":8}]}}"##;
    let lines = shown(&validator, json);
    let keys: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix(",,staff.component,")).collect();
    let expected = ["#2,,,A,,A", "#3,,,,,O", "#4,,,total,,A", "#5,,,5,,V", "#6,,,#2,,A", "#7,,,,,A"];
    assert_eq!(keys, expected);
    let figures: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix(",,staff,")).collect();
    assert_eq!(figures[..3], ["total,,,,case,O", "A,,,1,case,A", "#2,,,2,case,A"]);
}

#[test]
fn what_is_no_figure_has_a_path_that_no_figure_has() {
    let validator = rows();
    let json = r#"{"odd":{"k":[1]},"requests":{"rows":[{"component":"A","a/b":null}]},
        "stray":[{"at":"/lead","label":"l","cell":"3"}],
        "explanations":[{"check":"a:parts","row":{"component":"A"},"text":"so"}]}"#;
    let lines = shown(&validator, json);
    let last: Vec<&str> = lines.iter().rev().take(4).rev().map(String::as_str).collect();
    let expected = [
        r#",,/odd,,,,{"k":[1]},,"#,
        ",,/requests/rows/0/a~1b,,,,null,,",
        r#",,stray,,,,{"at":"/lead","label":"l","cell":"3"},,"#,
        r#",,explanations,,,,{"check":"a:parts","row":{"component":"A"},"text":"so"},,"#,
    ];
    assert_eq!(last, expected);
}

#[test]
fn columns_that_would_be_called_alike_are_told_apart() {
    let mut plan = support::sections::plan();
    for node in &mut plan.nodes {
        if node.id == "reporting_unit" {
            node.id = "unit".to_owned();
            node.path = "header.unit".to_owned();
        }
    }
    plan.cells[0].pointer = "/header/unit".to_owned();
    let validator = validator(plan);
    let tidy = Tidy::new(&validator).expect("a table");
    assert_eq!(tidy.columns()[..3], ["header.unit", "period", "path"]);
    assert_eq!(tidy.columns().iter().filter(|column| *column == "unit").count(), 1);
}

#[test]
fn a_table_from_elsewhere_may_leave_out_columns_and_order_them_otherwise() {
    let validator = flat();
    let tidy = Tidy::new(&validator).expect("a table");
    assert_eq!(tidy.order(&["value", "path"]), Ok(vec![3, 2]));
    assert_eq!(tidy.order(&["value", "status"]), Err("the column `path` is missing".to_owned()));
    assert_eq!(tidy.order(&["value", "path", "path"]), Err("the column `path` is there twice".to_owned()));
    let wrong = tidy.order(&["valeu", "path"]).expect_err("no such column");
    assert!(wrong.starts_with("there is no column `valeu` in this form; its columns are `reporting_unit`"), "{wrong}");
}

#[test]
fn lines_need_no_status_and_values_that_do_not_fit_are_kept() {
    let lines = ["X,2017,c,5,,", "X,2017,m,1.50,,", "X,2017,a,few,,", "X,2017,b,many,,A", "X,2017,e,5.5,case,"];
    let written = said(&flat(), &lines);
    let report = written[0].as_ref().expect("a report");
    for part in [r#""reporting_unit":"X""#, r#""a":"few","b":"many","c":5,"#, r#""e":5.5"#, r#""m":"1.5""#] {
        assert!(report.contains(part), "{part} in {report}");
    }
}

#[test]
fn a_mark_keeps_its_status_where_the_cell_does_not_take_it() {
    // The cell of the unit's name takes no mark.
    let written = said(&flat(), &["X,2017,header.areas,/,,M"]);
    let report = written[0].as_ref().expect("a report");
    assert!(report.contains(r#""areas":"/""#), "{report}");
    let wrong = said(&flat(), &["X,2017,header.areas,/,,L"]);
    assert!(wrong[0].is_err(), "{wrong:?}");
}

#[test]
fn rows_come_in_the_order_in_which_they_are_named() {
    let lines = [
        ",,reasons.denied,B,x,,1,,",
        ",,reasons.denied,A,y,,2,,",
        ",,reasons.denied,B,total,,3,,",
        ",,reasons.denied,A,x,,4,,",
        ",,reasons.denied,B,y,,5,,",
    ];
    let validator = rows();
    let found = said(&validator, &lines);
    let json = r#"{"reasons":{"rows":[
        {"component":"B","total":{"denied":3},"rows":[{"reason":"x","denied":1},{"reason":"y","denied":5}]},
        {"component":"A","rows":[{"reason":"y","denied":2},{"reason":"x","denied":4}]}]}}"#;
    assert_eq!(found, [Ok(validator.write(&read(&validator, json)))]);
}

#[test]
fn reports_follow_one_another() {
    let validator = flat();
    let tidy = Tidy::new(&validator).expect("a table");
    let one = |json| read(&validator, json);
    let reports = [
        one(r#"{"header":{"reporting_unit":"X"},"a":1}"#),
        one(r#"{"header":{"reporting_unit":"Y"},"a":2}"#),
        one(r#"{"header":{"reporting_unit":"Y"},"a":3}"#),
        one(r#"{"header":{"reporting_unit":"Y"},"period":"2018","a":4}"#),
    ];
    let lines = lines(&tidy, &reports);
    let openings: Vec<&Vec<String>> = lines.iter().filter(|line| line[2] == "form").collect();
    assert_eq!(openings, [&["Y", "", "form", "org.example", "", ""].map(str::to_owned).to_vec()]);
    let found: Vec<Option<Report>> = gather(&tidy, &lines).into_iter().map(|one| one.report).collect();
    assert_eq!(found, reports.map(Some));
}

#[test]
fn a_bad_line_is_named_and_its_report_left_out() {
    let found = said(
        &flat(),
        &["X,2017,a,1,,", "X,2017,nothing,1,,", "X,2017,b,1,yuan,", "Y,2017,a,2,,", "Z,2017,a,3,case", "W,2017,a,4,,"],
    );
    assert_eq!(found.len(), 3);
    assert_eq!(
        found[0],
        Err(vec![
            "2: column `path`: the form has no figure or field `nothing`".to_owned(),
            "3: column `unit`: the unit of `b` is `case`, not `yuan`".to_owned()
        ])
    );
    // What cannot be told into columns may belong to either report beside it.
    let short = "5: the line has 5 columns and not 6".to_owned();
    assert_eq!(found[1..], [Err(vec![short.clone()]), Err(vec![short])]);
}

#[test]
fn lines_that_make_no_sense_say_why() {
    let (flat, rows) = (flat(), rows());
    for (line, expected) in [
        ("X,17,a,1,,", "column `period`: `17` cannot stand here; write \"2017\""),
        ("X,,a,1,,Z", "column `status`: `Z` is none of `A`, `O`, `M`, `L`, `Q`, `V`"),
        ("X,,a,1,,O", "column `status`: the status is `O`, and that of the value `1` is `A`"),
        ("X,,a,,,M", "column `status`: the status is `M`, and that of the value `` is `V`"),
        ("X,,a,[,,V", "column `status`: `[` is no JSON text: EOF while parsing a list"),
        ("X,,header.reporting_unit,Y,,", "column `value`: `header.reporting_unit` is `X` in the column of that name"),
        ("X,,form,other,,", "column `value`: the form is `org.example`, not `other`"),
        ("X,,state,draft,,", "column `path`: the form has no states"),
        ("X,,stray,{},,", "column `value`: `{}` cannot stand here: missing field `at`; write [{"),
        ("X,,stray,{},case,", "column `unit`: `stray` has none"),
        ("X,,/a,1,,", "column `path`: the form has `/a`; name it by its path"),
        ("X,,/a/b,1,,", "column `path`: `/a/b` is in no object of the report"),
        ("X,,/sum/b~,1,,", "column `path`: `/sum/b~` is in no object of the report"),
    ] {
        let found = bad(&flat, &[line]);
        assert!(found.len() == 1 && found[0].starts_with(&format!("1: {expected}")), "{line}: {found:?}");
    }
    for (line, expected) in [
        (",,lead,A,,,1,,", "`lead` has no dimension, and the line says component `A`"),
        (",,staff,,,,1,,", "`staff` is by component, and the line names none of them"),
        (",,staff,A,x,,1,,", "`staff` is by component, and has nothing at component `A`, reason `x`"),
        (",,state,A,,,draft,,", "`state` has no dimension"),
        (",,/requests/rows/0/x,,,,1,,", "`/requests/rows/0/x` is in no object of the report"),
    ] {
        assert_eq!(bad(&rows, &[line]), [format!("1: column `path`: {expected}")]);
    }
    assert_eq!(bad(&flat, &["X,,a,1,,", "X,,a,1,,"]), ["2: column `path`: `a` is there twice"]);
    assert_eq!(bad(&rows, &[",,/x,,,,1,,", ",,/x,,,,2,,"]), ["2: column `path`: `/x` is there twice"]);
    let key = "1: column `value`: the key is not what the column of its dimension says";
    assert_eq!(bad(&rows, &[",,staff.component,A,,,B,,"]), [key]);
    assert_eq!(
        bad(&rows, &[",,state,,,,gone,,"])[0],
        "1: column `value`: `gone` cannot stand here; write \"draft\", \"submitted\""
    );
}

#[test]
fn bad_lines_beyond_the_limit_are_counted() {
    let validator = flat();
    let tidy = Tidy::new(&validator).expect("a table");
    let lines: Texts = (0..100).map(|_| vec!["too few".to_owned()]).collect();
    let found = gather(&tidy, &lines);
    assert_eq!((found.len(), found[0].bad.len(), found[0].more), (1, MAX_BAD_LINES, 80));
}

#[test]
fn every_status_has_its_code() {
    for status in Status::ALL {
        assert_eq!(Status::of_code(status.code()), Some(status));
    }
    assert_eq!(Status::of_code("E"), None);
}

#[test]
fn a_line_as_json_has_values_as_canonical_json_has_them() {
    let validator = flat();
    let tidy = Tidy::new(&validator).expect("a table");
    let report = read(
        &validator,
        r#"{"header":{"reporting_unit":"X","areas":["north"],"public":true,"since":1999},"a":5,"b":"5","m":"1.5"}"#,
    );
    let mut json = String::new();
    tidy.write(&report, &mut |line| line.push_json(tidy.columns(), &mut json));
    let of = |path: &str| {
        let start = format!(r#"{{"reporting_unit":"X","period":null,"path":"{path}","#);
        json.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_else(|| panic!("no {path}"))
    };
    assert_eq!(of("a"), r#""value":5,"unit":"case","status":"A"}"#);
    assert_eq!(of("b"), r#""value":"\"5\"","unit":"case","status":"V"}"#);
    assert_eq!(of("c"), r#""value":null,"unit":"case","status":"O"}"#);
    assert_eq!(of("m"), r#""value":"1.5","unit":"yuan","status":"A"}"#);
    assert_eq!(of("header.areas"), r#""value":["north"],"unit":null,"status":"A"}"#);
    assert_eq!(of("header.public"), r#""value":true,"unit":null,"status":"A"}"#);
    assert_eq!(tidy.read_json(r#"{"path":"a","x":1}"#), Err("there is no column `x` in this form".to_owned()));
    assert_eq!(tidy.read_json(r#"{"path":"a","path":"a"}"#), Err("the column `path` is there twice".to_owned()));
    assert!(tidy.read_json("[]").is_err_and(|error| error.starts_with("no line of the tidy form: ")));
}

/// Whether reports come back from lines as they were, as texts and as JSON.
fn come_back(validator: &Validator, reports: &[Report]) -> Result<(), TestCaseError> {
    let tidy = Tidy::new(validator).expect("a table");
    let texts = lines(&tidy, reports);
    let found: Vec<Gathered> = gather(&tidy, &texts);
    let back: Vec<Option<&Report>> = found.iter().map(|one| one.report.as_ref()).collect();
    prop_assert_eq!(back, reports.iter().map(Some).collect::<Vec<_>>(), "{:#?}", found);
    for report in reports {
        let mut wrong = Vec::new();
        tidy.write(report, &mut |line| {
            let mut json = String::new();
            line.push_json(tidy.columns(), &mut json);
            let back = tidy.read_json(json.trim_end());
            let texts: Vec<String> = line.texts().map(str::to_owned).collect();
            if back.as_ref() != Ok(&texts) || json.trim_end().contains('\n') && line.kind != Kind::Json {
                wrong.push((json, back, texts));
            }
        });
        prop_assert!(wrong.is_empty(), "{:?}", wrong);
    }
    Ok(())
}

/// Texts, of which some mean something here.
fn text() -> BoxedStrategy<String> {
    prop_oneof![
        3 => "[ -~]{0,6}",
        1 => "\\PC{0,4}",
        1 => prop::sample::select(vec!["", "total", "#1", "*", "null", "a\nb", "\"", "\u{1f}"]).prop_map(str::to_owned),
    ]
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn reports_with_rows_come_back(all in prop::collection::vec(object(&support::sections::plan(), 0), 1..5)) {
        let validator = rows();
        let reports: Vec<Report> = all.iter().map(|json| read(&validator, json)).collect();
        come_back(&validator, &reports)?;
    }

    #[test]
    fn fields_of_every_type_come_back(
        all in prop::collection::vec(object(&support::plan(), 0), 1..5),
        texts in prop::collection::vec(text(), 8),
        stray in prop::option::of(text()),
    ) {
        let validator = flat();
        let quote = |text: &String| serde_json::Value::from(text.as_str()).to_string();
        let mut reports: Vec<Report> = all.iter().map(|json| read(&validator, json)).collect();
        let fields: Vec<String> = ["reporting_unit", "head", "phone", "day", "since", "public", "area", "areas", ]
            .iter().zip(&texts).map(|(field, text)| format!("\"{field}\":{}", quote(text))).collect();
        let stray = stray.map(|text| format!(r#"{{"at":{0},"cell":{0}}}"#, quote(&text))).unwrap_or_default();
        reports.push(read(&validator, &format!(r#"{{"header":{{{}}},"stray":[{stray}],{}:1}}"#, fields.join(","), quote(&texts[0]))));
        reports.push(read(&validator, r#"{"header":{"areas":["north","\n"],"public":false,"day":"2017-01-31"},"stray":[]}"#));
        come_back(&validator, &reports)?;
    }

    #[test]
    fn no_line_panics(lines in prop::collection::vec(prop::collection::vec(text(), 9), 0..6), spoilt in 0_usize..6) {
        let validator = rows();
        let tidy = Tidy::new(&validator).expect("a table");
        let mut reader = Reader::new(&tidy);
        for (number, line) in (1..).zip(&lines) {
            let mut line = line.clone();
            // Without a path of the form little would be reached.
            line[2] = ["staff", "reasons.denied", "oldest.steps.component", "/x", "stray", "lead"][spoilt % 6].to_owned();
            if number == spoilt as u64 { reader.spoil(number, "spoilt".to_owned()) } else { let _ = reader.push(number, &line); }
        }
        let _ = reader.finish();
        for line in lines.iter().flatten() {
            let _ = tidy.read_json(line);
        }
    }
}
