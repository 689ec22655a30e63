"""Validates reports with Python's jsonschema: reads {schema, reports} on stdin, writes a list of true and false."""

import json
import sys

from jsonschema import Draft202012Validator

job = json.load(sys.stdin)
Draft202012Validator.check_schema(job["schema"])
validator = Draft202012Validator(job["schema"])
json.dump([validator.is_valid(report) for report in job["reports"]], sys.stdout)
