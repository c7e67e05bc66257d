/**
 * The engine behind a line: one question as JSON a line, one answer a line. `tests/pathways` bundles
 * and runs it, and holds what it says to what Python says, step by step.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { goneBack } from "../src/engines/back";
import { type Decision, refused } from "../src/engines/decisions";
import { facts, type Known, learned, type Learned, type Somebody } from "../src/engines/facts";
import { Index } from "../src/engines/finding";
import { library, type PathwaysData } from "../src/engines/library";
import { type Inputs, stand } from "../src/engines/pathways";
import { left } from "../src/engines/progress";
import { nameKey } from "../src/engines/text";

type Told =
  | { ask: "run"; pathway: string; inputs: Inputs; decisions: Decision[] }
  | { ask: "find"; text: string; most: number }
  | { ask: "key"; text: string }
  | { ask: "back"; pathway: string; inputs: Inputs; to: string }
  | { ask: "facts"; person: Somebody; known: Known[]; today: string }
  | { ask: "learned"; known: Known[]; more: Learned; today: string };

const data = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as PathwaysData;
const [known, index] = [library(data), new Index(data)];

function answer(told: Told): unknown {
  if (told.ask === "key") return nameKey(told.text);
  if (told.ask === "find") return index.find(told.text, told.most).map((hit) => [hit.pathway, hit.phrase]);
  if (told.ask === "facts") return facts(told.person, told.known, told.today);
  if (told.ask === "learned") return learned(told.known, told.more, known.questions, told.today);
  if (told.ask === "back") return goneBack(stand(known, told.pathway, told.inputs).outcome, told.inputs, told.to);
  const standing = stand(known, told.pathway, told.inputs);
  return {
    outcome: standing.outcome, left: left(known, standing), names: Object.fromEntries(standing.names),
    refused: refused(known, standing, told.decisions).map((one) => [one.fault, one.about]),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line) as Told))}\n`);
}
