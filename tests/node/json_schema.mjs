// Validates reports with ajv in strict mode: reads {schema, keywords, reports} on stdin, writes a list of true and false.

import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const { schema, keywords, reports } = JSON.parse(readFileSync(0, "utf8"));
const log = (text) => {
  throw new Error(text);
};
// Strict mode refuses what it does not know. What it only remarks on is an error here too.
const ajv = new Ajv2020.default({ strict: true, allErrors: true, logger: { log, warn: log, error: log } });
ajv.addVocabulary(keywords);
const validate = ajv.compile(schema);
process.stdout.write(JSON.stringify(reports.map((report) => validate(report))));
