/**
 * What pathways are made of, as the server compiles them (docs/reference/pathways-format.md), and
 * made ready for walking. Words are in one language here: the pack is fetched in the worker's.
 */
import { type ConditionData, ready, type Test } from "./conditions";

export type Kind = "yes_no" | "choice" | "multi" | "number" | "instrument";
export type Level = "block" | "reason" | "warn";
const LEVELS: readonly Level[] = ["block", "reason", "warn"]; // the gravest first

/** The words of one thing: itself, why, where from. */
export interface Said {
  text: string;
  why: string;
  hint: string;
  options: Record<string, string>;
  source: string;
  source_tag: string;
}

interface When {
  when?: ConditionData;
}

interface NodeData {
  kind: "question" | "decide" | "call" | "plan";
  go: ({ to: string } & When)[];
  ask?: string;
  pathway?: string;
  title?: string;
  conclude?: string[];
  steps?: ({ step: string } & When)[];
  medicines?: ({ medicine: string } & When)[];
  follow_up?: FollowUp | null;
  refers?: (Referral & When)[];
  emergency?: boolean;
  risk_level?: string;
  stops?: boolean;
}

interface QuestionData extends Said {
  id: string;
  kind: Kind;
  answers: string[];
  low: number;
  high: number;
  instrument: string;
  must: boolean;
  lasts?: Lasts | null;
  raises: { risk: string; when: ConditionData }[];
}

/** For how many days an answer is known to later walks of the case; `only`: which answers, none named: any. */
export interface Lasts {
  days: number;
  only: string[];
}

export interface PathwayData {
  id: string;
  version: string;
  checksum: string;
  entry: string;
  title: string;
  about: string;
  status: string;
  source: string;
  source_tag: string;
  reviewed_by: string;
  signed_by?: string; // on the server, under this very version
  complaints: Record<string, string[]>;
  nodes: Record<string, NodeData>;
}

export interface MedicineData {
  id: string;
  name: string;
  classes: string[];
  forms: string;
  start_dose: string;
  step_dose: string;
  max_dose: string;
  note?: string; // for whom, and where sources differ
}

/** The whole pack. */
export interface PathwaysData {
  format: number;
  language: string;
  guards: Record<string, string>;
  risk_words: Record<string, string[]>;
  ignored: string[];
  questions: Record<string, QuestionData>;
  steps: Record<string, Said & { kind: string }>;
  conclusions: Record<string, Said>;
  medicines: Record<string, MedicineData>;
  cautions: (Said & { id: string; applies_to: string[]; level: Level; when: ConditionData })[];
  side_effects: { class: string; code: string; label: string; urgent: string }[];
  pathways: Record<string, PathwayData>;
  labels: { kinds: Record<string, string>; targets: Record<string, string>; urgencies: Record<string, string> };
}

export interface FollowUp {
  days: number;
  for_days: number;
}

export interface Referral {
  to: string;
  urgency: string;
  within_days: number;
  consult: boolean;
}

export interface Branch {
  to: string;
  when: Test | null;
}

export interface Question {
  id: string;
  kind: Kind;
  answers: readonly string[];
  low: number;
  high: number;
  instrument: string;
  must: boolean; // its way on cannot be overridden
  lasts: Lasts | null;
  raises: { risk: string; when: Test }[];
}

export interface Plan {
  conclude: readonly string[];
  steps: { id: string; when: Test | null }[];
  medicines: { id: string; when: Test | null }[];
  follow_up: FollowUp | null;
  refers: { referral: Referral; when: Test | null }[];
  emergency: boolean;
  risk_level: string;
  stops: boolean; // ends the whole walk, also when the pathway was called from another
}

export interface Node {
  id: string;
  kind: NodeData["kind"];
  go: Branch[];
  ask: string;
  call: string;
  plan: Plan | null;
}

export interface Caution {
  id: string;
  level: Level;
  when: Test;
}

export interface Pathway {
  id: string;
  entry: string;
  nodes: ReadonlyMap<string, Node>;
}

/** Every pathway with what they share, ready for walking. */
export interface Library {
  pathways: ReadonlyMap<string, Pathway>;
  questions: ReadonlyMap<string, Question>;
  medicines: ReadonlyMap<string, readonly string[]>; // id to classes
  cautions: ReadonlyMap<string, readonly Caution[]>; // of each medicine, the gravest first
  guards: ReadonlyMap<string, string>; // risk to the pathway that asks about it
  riskWords: ReadonlyMap<string, readonly string[]>;
}

/** Make what was fetched ready for walking: once, when it is opened. */
export function library(data: PathwaysData): Library {
  const cautions = data.cautions.map((one) => ({ ...one, when: ready(one.when) }));
  const of = (id: string, classes: readonly string[]): Caution[] =>
    cautions
      .filter((one) => one.applies_to.some((about) => about === id || classes.includes(about)))
      .sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
  const medicines = Object.entries(data.medicines);
  return {
    pathways: new Map(Object.values(data.pathways).map((one) => [one.id, pathway(one)])),
    questions: new Map(Object.values(data.questions).map((one) => [one.id, question(one)])),
    medicines: new Map(medicines.map(([id, one]) => [id, one.classes])),
    cautions: new Map(medicines.map(([id, one]) => [id, of(id, one.classes)])),
    guards: new Map(Object.entries(data.guards)),
    riskWords: new Map(Object.entries(data.risk_words)),
  };
}

function when(told: When): Test | null {
  return told.when ? ready(told.when) : null;
}

function question(data: QuestionData): Question {
  const { id, kind, answers, low, high, instrument, must } = data;
  const raises = data.raises.map((one) => ({ risk: one.risk, when: ready(one.when) }));
  return { id, kind, answers, low, high, instrument, must, lasts: data.lasts ?? null, raises };
}

function pathway(data: PathwayData): Pathway {
  const nodes = Object.entries(data.nodes).map(([id, told]): [string, Node] => [
    id,
    {
      id, kind: told.kind, ask: told.ask ?? "", call: told.pathway ?? "",
      go: told.go.map((branch) => ({ to: branch.to, when: when(branch) })),
      plan: told.kind === "plan" ? plan(told) : null,
    },
  ]);
  return { id: data.id, entry: data.entry, nodes: new Map(nodes) };
}

function plan(data: NodeData): Plan {
  return {
    conclude: data.conclude ?? [],
    steps: (data.steps ?? []).map((one) => ({ id: one.step, when: when(one) })),
    medicines: (data.medicines ?? []).map((one) => ({ id: one.medicine, when: when(one) })),
    follow_up: data.follow_up ?? null,
    refers: (data.refers ?? []).map((one) => ({
      referral: { to: one.to, urgency: one.urgency, within_days: one.within_days, consult: one.consult },
      when: when(one),
    })),
    emergency: data.emergency ?? false, risk_level: data.risk_level ?? "", stops: data.stops ?? false,
  };
}
