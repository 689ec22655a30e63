//! Which figures of several revisions are one series.

use crate::support::Folder;

const OLD: &str = "\
tallyform: 1
form: org.example.library
revision: \"2019\"
title: Libraries
languages: [en]
period: year
identity: [branch]
units: {loan: {label: Loan, kind: count}}
header: [{id: branch, label: Branch, type: text}]
dimensions:
  reader: {label: All, parts: [{id: child, label: Child}, {id: adult, label: Adult}]}
items:
  - {id: loans, label: Loans, unit: loan}
  - {id: tapes, label: Tapes, unit: loan}
  - {id: maps, label: Maps, unit: loan}
  - {id: visits, label: Visits, unit: loan, by: [reader]}
";

const NEW: &str = "\
tallyform: 1
form: org.example.library
revision: \"2021\"
revises: 2019.yaml
because: New statute
title: Libraries
languages: [en]
period: year
identity: [branch]
units: {loan: {label: Loan, kind: count}}
header: [{id: branch, label: Branch, type: text}]
dimensions:
  reader: {label: All, parts: [{id: minor, label: Under 18, was: \"reader[child]\", comparable: no, because: New age}, {id: adult, label: Adult}]}
items:
  - {id: loans, label: Loans, unit: loan, by: [reader]}
  - {id: media, label: Media, unit: loan, was: tapes}
  - {id: games, label: Games, unit: loan}
  - {id: visits, label: Visits, unit: loan, by: [reader]}
gone: {maps: Nobody borrows them}
";

pub(crate) fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("2019.yaml", OLD);
    folder.write("2021.yaml", NEW);
    folder
}

#[test]
fn one_row_is_one_series_through_all_revisions() {
    let folder = folder();
    let run = folder.run(&["crosswalk", "2021.yaml"]).ends(0);
    let expected = "\
series,kind,since,path_2019,label_2019,unit_2019,code_2019,by_2019,path_2021,label_2021,unit_2021,code_2021,by_2021,link_2021,with_2021,because_2021
header.branch,field,2019,header.branch,Branch,,,,header.branch,Branch,,,,same,,
loans,figure,2019,loans,Loans,loan,,,loans,Loans,loan,,reader,same,,
tapes,figure,2019,tapes,Tapes,loan,,,media,Media,loan,,,continued,tapes,
maps,figure,2019,maps,Maps,loan,,,,,,,,gone,,Nobody borrows them
games,figure,2021,,,,,,games,Games,loan,,,added,,
visits,figure,2019,visits,Visits,loan,,reader,visits,Visits,loan,,reader,same,,
reader[],dimension,2019,reader[],All,,,,reader[],All,,,,same,,
reader[child],member,2021,reader[child],Child,,,,reader[minor],Under 18,,,,broken,reader[child],New age
reader[adult],member,2019,reader[adult],Adult,,,,reader[adult],Adult,,,,same,,
";
    assert_eq!(run.out, expected);
    // The order of the arguments means nothing, and what a form brings along may be named.
    for arguments in [["2019.yaml", "2021.yaml"], ["2021.yaml", "2019.yaml"]] {
        assert_eq!(folder.run(&[&["crosswalk"][..], &arguments].concat()).ends(0).out, expected);
    }
}

#[test]
fn plans_are_as_good_as_form_files_where_all_are_named() {
    let folder = folder();
    for name in ["2019", "2021"] {
        let plan = folder.run(&["show", "--plan", &format!("{name}.yaml")]).ends(0).out;
        folder.write(format!("{name}.json"), plan);
    }
    let of_files = folder.run(&["crosswalk", "2021.yaml", "--format", "json"]).ends(0);
    assert_eq!(folder.run(&["crosswalk", "2021.json", "2019.json", "--format", "json"]).ends(0).out, of_files.out);
    let json = of_files.json();
    assert_eq!(json["revisions"][1]["because"]["en"], "New statute");
    assert_eq!(json["series"][2]["in"][1]["link"]["kind"], "continued");
    folder.run(&["crosswalk", "2021.yaml", "--format", "markdown"]).ends(0).says(&[
        "- 2021: New statute\n",
        "| `tapes` | Tapes (loan) | Media (loan) *was `tapes`* | 2019 |",
        "| `maps` | Maps (loan) | *gone*: Nobody borrows them | — |",
        "| `games` | | Games (loan) *added* | 2021 |",
        "| `reader[child]` | Child | Under 18 *was `reader[child]`, not comparable*: New age | 2021 |",
    ]);
}

#[test]
fn forms_that_are_no_chain_are_refused_with_a_way_out() {
    let folder = folder();
    let other = OLD.replace("\"2019\"", "\"2018\"");
    folder.write("2018.yaml", &other);
    folder.write("other.yaml", OLD.replace("org.example.library", "org.example.other"));
    folder.write("2020.yaml", NEW.replace("\"2021\"", "\"2020\""));
    folder.write("again.yaml", OLD.replace("Tapes", "Videos"));
    let refused = |forms: &[&str], says: &[&str]| {
        folder.run(&[&["crosswalk"][..], forms].concat()).ends(2).complains(says);
    };
    refused(&["2018.yaml", "2021.yaml"], &["nothing links the revisions `2018`, `2021`", "`revises`"]);
    refused(&["2018.yaml", "other.yaml"], &["`org.example.other` is another form than `org.example.library`"]);
    refused(&["2020.yaml", "2021.yaml"], &["`2020`, `2021`", "part ways after `2019`", "name those of one way only"]);
    refused(&["2019.yaml", "again.yaml"], &["two different plans are revision `2019`"]);
}

#[test]
fn a_plan_between_two_others_has_to_be_named() {
    let folder = folder();
    folder.write(
        "2022.yaml",
        NEW.replace("\"2021\"", "\"2022\"")
            .replace("2019.yaml", "2021.yaml")
            .replace("tapes", "media")
            .replace("was: \"reader[child]\", comparable: no, because: New age", "was: \"reader[minor]\"")
            .replace("gone: {maps: Nobody borrows them}\n", ""),
    );
    for name in ["2019", "2021", "2022"] {
        let plan = folder.run(&["show", "--plan", &format!("{name}.yaml")]).ends(0).out;
        folder.write(format!("{name}.json"), plan);
    }
    folder.run(&["crosswalk", "2019.json", "2022.json"]).ends(2).complains(&[
        "revision `2022` of `org.example.library` revises `2021`, which is not among the forms",
        "name the form of revision `2021` too",
    ]);
    let all = folder.run(&["crosswalk", "2022.json", "2019.json", "2021.json"]).ends(0);
    assert_eq!(all.out, folder.run(&["crosswalk", "2022.yaml"]).ends(0).out);
    all.says(&[
        "\ntapes,figure,2019,tapes,Tapes,loan,,,media,Media,loan,,,continued,tapes,,media,Media,loan,,,same,,\n",
    ]);
    // Of several that are named, what is older than all of them is not shown.
    let later = folder.run(&["crosswalk", "2022.yaml", "2021.yaml"]).ends(0);
    assert!(later.out.starts_with("series,kind,since,path_2021,"), "{}", later.out);
    later.says(&["\ntapes,figure,2019,media,"]);
}
