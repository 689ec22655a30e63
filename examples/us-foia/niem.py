#!/usr/bin/env python3
"""Reads US annual FOIA reports as the agencies' own tool wrote them, in NIEM XML, and writes each as a line that `tidy.py` reads.

    python3 niem.py 2016_DOJ.xml 2017_DOJ.xml | python3 tidy.py > reports.csv

Which element is which official field stands in `niem.csv`; nothing here names a section. The tool left out what is not
applicable, and wrote a share where the form asks for percent: the table says so of each field. What the table lacks is
named on standard error, and the exit status is then 1.
"""

import argparse
import collections
import csv
import json
import pathlib
import sys
import xml.etree.ElementTree as xml

TABLE = ["element", "path", "section", "field", "absent", "shift"]
STATUTES = "IV"  # a list of statutes, and no table
LESS_THAN_ONE = {"LT1": "<1"}  # as the official files write what the form calls <1


def name(element):
    return element.tag.rpartition("}")[2]


def attribute(element, wanted):
    """An attribute by its local name; references stand in namespaces that changed through the years."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == wanted), None)


def child(element, *names):
    """The text of the one element down a path of local names, or an empty text."""
    for wanted in names:
        element = next((inner for inner in element if name(inner) == wanted), None)
        if element is None:
            return ""
    return (element.text or "").strip()


def shifted(text, places):
    """A plain numeral with its point moved to the right; what is none stays as it is."""
    whole, _, fraction = text.partition(".")
    if not (whole + fraction).isdigit():
        return text
    fraction = fraction.ljust(places, "0")
    whole = (whole + fraction[:places]).lstrip("0") or "0"
    return f"{whole}.{fraction[places:]}".rstrip(".")


def leaves(element, before=""):
    """Every text beneath an element with its path. Elements that repeat are told apart by their code, else by number."""
    numbers = collections.Counter()
    repeated = {found for found, count in collections.Counter(map(name, element)).items() if count > 1}
    for inner in element:
        key = name(inner)
        code = next((found.text for found in inner if name(found).endswith("Code") and len(inner) == 2), None)
        numbers[key] += 1
        if code is not None:
            key = f"{key}[{code}]"
        elif key in repeated or key == "OldItem":
            key = f"{key}[{numbers[key]}]"
        if len(inner):
            yield from leaves(inner, f"{before}{key}/")
        else:
            yield before + key, (inner.text or "").strip()


class Reader:
    """Makes lines of files, by the table."""

    def __init__(self, path):
        self.sections, self.complete, self.place = {}, True, ""
        with open(path, encoding="utf-8", newline="") as file:
            lines = csv.DictReader(file, strict=True)
            if lines.fieldnames != TABLE:
                raise SystemExit(f"{path}: the columns must be {','.join(TABLE)}")
            for line in lines:
                section = self.sections.setdefault(line["element"], (line["section"], {}))
                section[1][line["path"]] = line

    def complain(self, what):
        self.complete = False
        print(f"{self.place}: {what}", file=sys.stderr)

    def report(self, root):
        """One report in the shape of the published lines."""
        organisations = [found for found in root.iter() if name(found).startswith("Organization") and attribute(found, "id")]
        report = {
            "year": child(root, "DocumentFiscalYearDate"),
            "agency": child(organisations[0], "OrganizationAbbreviationText") if organisations else "",
            "date_prepared": child(root, "DocumentCreationDate", "Date"),
            "components": {attribute(found, "id"): child(found, "OrganizationAbbreviationText") for found in organisations},
            "sections": {section: {} for section, _ in self.sections.values() if section != STATUTES},
            "footnotes": {},
            "iv": [],
        }
        for element in root:
            if name(element) in self.sections:
                section, fields = self.sections[name(element)]
                notes = [(found.text or "").strip() for found in element if name(found) == "FootnoteText"]
                if any(notes):
                    report["footnotes"][section] = [note for note in notes if note]
                if section == STATUTES:
                    report["iv"] = self.statutes(element)
                else:
                    report["sections"][section] = self.rows(element, section, fields)
            elif name(element).endswith("Section"):
                self.complain(f"the table has no {name(element)}")
        return report

    def references(self, element):
        """Which data belongs to which organisation, in the order of the file."""
        for found in element:
            if name(found).endswith("OrganizationAssociation"):
                inner = {name(part): attribute(part, "ref") for part in found}
                yield inner.get("ComponentDataReference"), inner.get("OrganizationReference"), found

    def rows(self, element, section, fields):
        data = {attribute(found, "id"): found for found in element if attribute(found, "id")}
        rows = {}
        for reference, organisation, _ in self.references(element):
            if reference not in data or organisation in rows:
                self.complain(f"{section}: {organisation} has {'two rows' if organisation in rows else 'no row'}")
                continue
            given = {}
            for path, text in leaves(data[reference]):
                line = fields.get(path)
                if line:
                    text = LESS_THAN_ONE.get(text, text)
                    given[line["field"]] = shifted(text, int(line["shift"])) if line["shift"] else text
                elif text and not path.endswith(("Code", "OtherDenialReasonDescriptionText", "OtherDenialReasonQuantity")):
                    self.complain(f"{section}: the table has no {path}")
            for line in fields.values():
                if line["absent"]:
                    given.setdefault(line["field"], line["absent"])
            rows[organisation] = given
        return rows

    def statutes(self, element):
        """The statutes with their counts by organisation."""
        found = {
            attribute(statute, "id"): {
                "statute": child(statute, "StatuteDescriptionText"),
                "info": child(statute, "ReliedUponStatuteInformationWithheldText"),
                "case": child(statute, "Case", "CaseTitleText"),
                "rows": [],
            }
            for statute in element
            if attribute(statute, "id")
        }
        for reference, organisation, association in self.references(element):
            if reference in found:
                found[reference]["rows"].append([organisation, child(association, "ReliedUponStatuteQuantity")])
            else:
                self.complain(f"{STATUTES}: {organisation} has no statute")
        return list(found.values())


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--table", default=pathlib.Path(__file__).with_name("niem.csv"))
    arguments.add_argument("files", nargs="+", metavar="FILE")
    arguments = arguments.parse_args()
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    reader = Reader(arguments.table)
    for path in arguments.files:
        reader.place = path
        try:
            report = reader.report(xml.parse(path).getroot())
        except (xml.ParseError, OSError) as wrong:
            reader.complain(f"{wrong}; left out")
            continue
        print(json.dumps(report, ensure_ascii=False, separators=(",", ":")))
    return 0 if reader.complete else 1


if __name__ == "__main__":
    sys.exit(main())
