#!/usr/bin/env python3
"""Turns published US annual FOIA reports, one JSON object a line, into the tidy form: one row a figure.

    python3 tidy.py 2016.jsonl > 2016.csv
    python3 tidy.py --to ndjson 2016.jsonl 2023.jsonl > reports.ndjson

Which official field goes where, and what its absence means, stands in `fields.csv`; nothing here names a field.
A report is read, written and forgotten before the next one is read. What cannot be read is named on standard error
with its line, and the rest goes on; what the table fills in is counted there at the end, by line of the table.
The exit status is 1 where a line or a row was left out.
"""

import argparse
import collections
import csv
import json
import pathlib
import re
import sys

IDENTITY = ["agency", "period"]
DIMENSIONS = ["component", "track", "rank", "statute", "reason"]
COLUMNS = [*IDENTITY, "path", *DIMENSIONS, "value", "unit", "status"]
TABLE = ["section", "field", "path", "track", "rank", "reason", "holds", "unit", "absent", "erased", "since"]
HOLDS = {"figure", "date", "text", "codes", "key", ""}

WHOLE = "ORG0"  # how the published files call the row of the whole agency
TOTAL = "total"  # how the tidy form calls it
NOBODY = "?"  # the key of a row that names no organisation

# Statuses of SDMX (OBS_STATUS): whatever somebody wrote; data that cannot exist; a range; a missing value.
NORMAL, NOT_APPLICABLE, RANGE, MISSING = "A", "M", "L", "O"
MARKS = {"N/A": NOT_APPLICABLE, "<1": RANGE}

NUMERAL = re.compile(r"([+-]?)0*([0-9]*)(?:\.([0-9]*?)0*)?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Unreadable(Exception):
    """A line that is no report, and why."""


def figure(text):
    """The plain decimal numeral of a text, or None: `12.0000` is 12, `.67` is 0.67. Digits only, never a float."""
    found = NUMERAL.fullmatch(text)
    if not found or not re.search("[0-9]", text):
        return None
    sign, whole, places = found.groups()
    numeral = (whole or "0") + ("." + places if places else "")
    return "-" + numeral if sign == "-" and numeral != "0" else numeral


class Table:
    """The lines of `fields.csv`, by section and field."""

    def __init__(self, path):
        self.sections = collections.defaultdict(dict)
        with open(path, encoding="utf-8", newline="") as file:
            lines = csv.DictReader(file, strict=True)
            if lines.fieldnames != TABLE:
                raise SystemExit(f"{path}: the columns must be {','.join(TABLE)}")
            for line in lines:
                if None in line or None in line.values() or line["holds"] not in HOLDS:
                    raise SystemExit(f"{path}:{lines.line_num}: not a line of the table")
                if line["field"] in self.sections[line["section"]]:
                    raise SystemExit(f"{path}:{lines.line_num}: {line['section']} {line['field']} stands there twice")
                self.sections[line["section"]][line["field"]] = line


class Tidy:
    """Writes rows, and keeps count of what was filled in, passed over or complained of."""

    def __init__(self, table, write):
        self.table, self.write = table, write
        self.counts = collections.Counter()
        self.reports, self.rows, self.left_out = 0, 0, False
        self.place, self.identity = "", {}

    def complain(self, what, left_out=True):
        """Names something on standard error; `left_out` where it is in no row."""
        self.left_out |= left_out
        print(f"{self.place}: {what}", file=sys.stderr)

    def count(self, section, field, what):
        self.counts[(section, field, what)] += 1

    def row(self, line, raw, **keys):
        """One row: the value of a field as canonical JSON has it, with unit and status."""
        value, status = self.value(line, raw, keys)
        unit = "" if status == MISSING else line["unit"]
        keys = {name: line.get(name, "") for name in ("track", "rank", "reason")} | keys
        self.write(self.identity | {"path": line["path"], "value": value, "unit": unit, "status": status} | keys)
        self.rows += 1

    def value(self, line, raw, keys):
        if raw is None:
            raw = self.absent(line)
        elif isinstance(raw, list) and line["holds"] != "codes":
            self.complain(f"{line['section']} {line['field']}: several values in one cell, joined", left_out=False)
            raw = "; ".join(raw)
        elif raw in line["erased"].split():
            self.count(line["section"], line["field"], f"{raw} read as N/A")
            raw = "N/A"
        if line["holds"] == "codes":
            return json.dumps(raw, ensure_ascii=False, separators=(",", ":")), NORMAL
        text = raw if line["holds"] == "text" else raw.strip()
        if text == "":
            return "", MISSING
        if line["holds"] == "text":
            return text, NORMAL
        if text in MARKS:
            return text, MARKS[text]
        found = figure(text) if line["holds"] == "figure" else text if DATE.fullmatch(text) else None
        if found is None:
            at = " ".join(key for key in keys.values() if key)
            where = f"{line['section']} {line['field']} {at}"
            self.complain(f"{where}: `{text}` is no {line['holds']}; kept as it is", left_out=False)
            return text, NORMAL
        return found, NORMAL

    def absent(self, line):
        """What the table says a field means that is not there."""
        if line["absent"]:
            self.count(line["section"], line["field"], f"not there, filled with {line['absent']}")
        return line["absent"]

    def early(self, line):
        """Whether the form of the report's year does not have a field yet."""
        return line["since"] and self.identity["period"] < line["since"]

    def stray(self, line, raw, component):
        """A field that the form does not have yet: a nought is the exporter's, anything else is kept as it stands."""
        if isinstance(raw, list):
            raw = "; ".join(raw)
        if raw is None or figure(raw.strip()) == "0":
            self.count(line["section"], line["field"], "0 where the form does not ask yet, passed over")
            return
        self.complain(f"{line['section']} {line['field']} {component}: the form does not ask yet; kept", left_out=False)
        cell = {"at": "", "label": f"{line['section']} {line['field']} {component}", "cell": raw}
        value = json.dumps(cell, ensure_ascii=False, separators=(",", ":"))
        self.write(self.identity | {"path": "stray", "value": value})
        self.rows += 1

    def file(self, lines):
        """Reports, a line each. Only line feeds end lines; bytes that are no UTF-8 are a fault of their line alone."""
        name = self.place
        for number, line in enumerate(lines, 1):
            self.place = f"{name}:{number}"
            if line.strip():
                try:
                    self.report(line.decode("utf-8"))
                except (Unreadable, UnicodeDecodeError) as wrong:
                    self.complain(f"{wrong}; left out")

    def report(self, text):
        """One line of a published file. All of it is looked at before any of it is written."""
        report = read(text)
        self.identity = dict(zip(IDENTITY, (report["agency"], report["year"])))
        self.reports += 1
        names = {org: TOTAL if org == WHOLE else name for org, name in report["components"].items()}
        own = [name for org, name in report["components"].items() if org != WHOLE]
        header = self.table.sections["header"]
        self.row(header["components"], own or [report["agency"]])
        self.row(header["date_prepared"], report["date_prepared"])
        self.statutes(report["iv"], names)
        for section, rows in report["sections"].items():
            if section not in self.table.sections:
                self.complain(f"the table has no section {section}")
        for section in self.table.sections:
            if section not in ("header", "IV"):
                self.section(section, report["sections"].get(section) or {}, names)
        self.notes(report["footnotes"])

    def statutes(self, statutes, names):
        """Section IV: a list of statutes, each with its counts by organisation."""
        lines = self.table.sections["IV"]
        seen = set()
        for statute in statutes:
            key = statute["statute"].strip()
            if key in lines["statute"]["erased"].split() and all(figure(count) == "0" for _, count in statute["rows"]):
                self.count("IV", "statute", f"{key}: no statute, passed over")
                continue
            if not key or key in seen:
                self.complain(f"IV: the statute `{key}` {'stands there twice' if key else 'has no name'}; left out")
                continue
            seen.add(key)
            for field in ("info", "case"):
                self.row(lines[field], statute[field], statute=key)
            given = {}
            for org, count in statute["rows"]:
                name = self.name(names, org, "IV")
                if name in given:
                    if given[name] != count:
                        self.complain(f"IV: {name} has {given[name]} and {count} for `{key}`; the second is left out")
                    continue
                given[name] = count
                self.row(lines["rows"], count, statute=key, component=name)

    def section(self, section, rows, names):
        """A table with a row an organisation."""
        lines = self.table.sections[section]
        fields = {field: line for field, line in lines.items() if field != "footnote"}
        for org, cells in rows.items():
            component = self.name(names, org, section)
            for field in cells:
                if field not in fields:
                    self.complain(f"{section}: the table has no field {field}")
            for field, line in fields.items():
                if line["path"] and not self.early(line):
                    self.row(line, cells.get(field), component=component)
                elif line["path"] and field in cells:
                    self.stray(line, cells[field], component)
                elif field in cells:
                    self.count(section, field, "passed over")

    def name(self, names, org, section):
        """The abbreviation of an organisation; one that the report does not list keeps what its row calls it."""
        if org not in names:
            self.count(section, "", f"rows of organisations that the report does not list, called {org or NOBODY}")
        return names.get(org, org or NOBODY)

    def notes(self, footnotes):
        """Footnotes; several tables of the published files may be one table of the form."""
        texts = collections.defaultdict(list)
        for section, lines in self.table.sections.items():
            for text in footnotes.get(section, []):
                if text not in texts[lines["footnote"]["path"]]:
                    texts[lines["footnote"]["path"]].append(text)
        for section, lines in self.table.sections.items():
            found = texts.pop(lines["footnote"]["path"], None) if "footnote" in lines else None
            if found and self.early(lines["footnote"]):
                self.stray(lines["footnote"], found, TOTAL)
            elif found:
                self.row(lines["footnote"], "\n".join(found))


def read(text):
    """One report, its shape checked."""

    def unique(pairs):
        found = dict(pairs)
        if len(found) < len(pairs):
            raise Unreadable("a key stands twice in one object")
        return found

    try:
        # Numerals are taken as the text they are, should a file have them outside of strings.
        report = json.loads(text, object_pairs_hook=unique, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as wrong:
        raise Unreadable(f"no JSON: {wrong}") from None
    texts = lambda *values: all(isinstance(value, str) for value in values)
    cells = lambda row: isinstance(row, dict) and all(
        isinstance(cell, str) or isinstance(cell, list) and texts(*cell) for cell in row.values()
    )
    statute = lambda one: (
        isinstance(one, dict)
        and texts(one.get("statute"), one.get("info"), one.get("case"))
        and isinstance(one.get("rows"), list)
        and all(isinstance(row, list) and len(row) == 2 and texts(*row) for row in one["rows"])
    )
    shapes = {
        "agency": lambda value: texts(value) and value,
        "year": lambda value: texts(value) and re.fullmatch("[0-9]{4}", value),
        "date_prepared": texts,
        "components": lambda value: isinstance(value, dict) and WHOLE in value and texts(*value.values()),
        "sections": lambda value: isinstance(value, dict)
        and all(isinstance(rows, dict) and all(map(cells, rows.values())) for rows in value.values()),
        "footnotes": lambda value: isinstance(value, dict)
        and all(isinstance(notes, list) and texts(*notes) for notes in value.values()),
        "iv": lambda value: isinstance(value, list) and all(map(statute, value)),
    }
    if not isinstance(report, dict):
        raise Unreadable("no JSON object")
    for key, shape in shapes.items():
        if not shape(report.get(key)):
            raise Unreadable(f"`{key}` is missing or not of its shape")
    return report


def writer(to, out):
    """A function that writes one row as CSV or as a line of JSON."""
    if to == "ndjson":
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        return lambda row: print(encode({name: row.get(name, "") for name in COLUMNS}), file=out)
    rows = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    rows.writeheader()
    return rows.writerow


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--to", choices=["csv", "ndjson"], default="csv")
    arguments.add_argument("--table", default=pathlib.Path(__file__).with_name("fields.csv"))
    arguments.add_argument("files", nargs="*", metavar="FILE", help="published reports; else standard input")
    arguments = arguments.parse_args()
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    tidy = Tidy(Table(arguments.table), writer(arguments.to, sys.stdout))
    for name in arguments.files or [0]:
        tidy.place = "standard input" if name == 0 else name
        try:
            with open(name, "rb") as file:
                tidy.file(file)
        except OSError as wrong:
            if isinstance(wrong, BrokenPipeError):
                raise
            tidy.complain(wrong.strerror)
    print(f"{tidy.reports} reports, {tidy.rows} rows", file=sys.stderr)
    order = [(section, field) for section, lines in tidy.table.sections.items() for field in ["", *lines]]
    for key in sorted(tidy.counts, key=lambda key: (order.index(key[:2]), key[2])):
        print(f"{key[0]:<8}{key[1]:<26}{tidy.counts[key]:>6} {key[2]}", file=sys.stderr)
    return 1 if tidy.left_out else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # Whoever reads the rows has seen enough.
        sys.exit(1)
