/**
 * Walks on this phone: begun here or at a desk, answered, paused, gone back in, finished. Each step is
 * kept, sealed. What the server has of a walk stands as `paused`; as soon as it is gone on with here a
 * `walk` of the same id stands over it, until the server has that too. Neither is ever written over.
 */
import { effect } from "@preact/signals";
import { uuid7 } from "./bytes";
import { goneBack } from "./engines/back";
import { type Decision, refused, type Refused } from "./engines/decisions";
import { facts, type Known, learned, type Learned } from "./engines/facts";
import { Index } from "./engines/finding";
import { library, type Library, type PathwaysData } from "./engines/library";
import { type Inputs, NOTHING, type Outcome, type Standing, stand } from "./engines/pathways";
import { left } from "./engines/progress";
import { RANKS, levelOf } from "./risks";
import type { Thing } from "./store";
import { keep, me, ofKind, thing, things, waiting } from "./syncing";
import { t } from "./texts";
import { type CaseThing, caseOf, nameOf, record, today } from "./work";

export interface WalkThing extends Thing {
  kind: "walk";
  case: string;
  pathway: string;
  inputs: Inputs;
  begun_at: string;
  risks: Record<string, string>; // level to the operation that told it
  edition?: string; // what it went on from: the server's word for it, or the operation that paused it
  changed?: boolean; // since then
  done?: string; // the operation that finished or left it
}

/** A walk under way as the server has it. */
interface PausedThing extends Thing {
  kind: "paused";
  case: string;
  pathway: string;
  inputs: Inputs;
  begun_at: string;
  edition: string;
  risk?: string; // told already
}

interface Guides {
  version: string;
  data: PathwaysData;
  library: Library;
  index: Index;
}

// From here on what is to be done is shown before the next question; below, it stands above the question.
const ACT = RANKS["high"]!;
let held: Guides | null = null;

/** The pack of pathways, ready for walking; null until it was fetched. Made ready once a version. */
export function guides(): Guides | null {
  const data = thing("pack", "pathways") as (Thing & PathwaysData) | undefined;
  const version = me.value?.packs["pathways"] ?? "";
  if (!data) return null;
  if (held?.version !== version) stood = new WeakMap();
  if (held?.version !== version) held = { version, data, library: library(data), index: new Index(data) };
  return held;
}

function here({ id, case: one, pathway, inputs, begun_at, edition, risk }: PausedThing): WalkThing {
  return { kind: "walk", id, case: one, pathway, inputs, begun_at, edition, risks: risk ? { [risk]: id } : {} };
}

export function walkOf(id: string): WalkThing | undefined {
  const found = thing<WalkThing>("walk", id);
  if (found) return found.done ? undefined : found;
  const there = thing<PausedThing>("paused", id);
  return there && here(there);
}

export function walksOf(id: string): WalkThing[] {
  const mine = ofKind<WalkThing>("walk");
  const over = new Set(mine.map((walk) => walk.id));
  const there = ofKind<PausedThing>("paused").filter((one) => !over.has(one.id)).map(here);
  return [...mine.filter((walk) => !walk.done), ...there].filter((walk) => walk.case === id);
}

/** Whether a walk that stands here is told by what the server has: then that is what is gone on with. */
function isTold(walk: WalkThing, there: readonly PausedThing[], unsent: ReadonlySet<string>): boolean {
  if (!things.value.has(`case/${walk.case}`)) return true; // a case that went elsewhere takes its walks along
  if (walk.done) return !unsent.has(walk.done) && !there.some((one) => one.edition === walk.edition);
  return !walk.changed && there.some((one) => one.edition === walk.edition);
}

effect(() => {
  const mine = ofKind<WalkThing>("walk");
  if (!mine.length) return;
  const there = ofKind<PausedThing>("paused");
  const unsent = new Set(waiting.value.map((one) => one.operation.id));
  const over = mine.filter((walk) => isTold(walk, there, unsent));
  if (over.length) void keep([], over.map(({ kind, id }) => ({ kind, id })));
});

let stood = new WeakMap<Inputs, Standing>(); // of the pack that is held: inputs are never changed, only told anew

export function standing({ pathway, inputs }: Pick<WalkThing, "pathway" | "inputs">): Standing {
  const { library: known } = guides()!;
  const found = stood.get(inputs);
  if (found?.outcome.pathway === pathway) return found;
  const made = stand(known, pathway, inputs);
  stood.set(inputs, made);
  return made;
}

/** Walk on by every answer to what is asked, while the worker reads it: the step itself is short then. */
export function lookAhead(walk: WalkThing): void {
  const at = standing(walk);
  const { library: known } = guides()!;
  for (const told of known.questions.get(at.outcome.asking)?.answers ?? []) {
    const answers = { ...walk.inputs.answers, [at.outcome.asking]: told };
    left(known, stand(known, walk.pathway, { ...walk.inputs, answers }));
  }
}

/** Begin with what is known. Words of risk in the complaint raise a risk at once. */
export async function begin(one: CaseThing, pathway: string, text: string): Promise<{ walk: string; risk: string }> {
  const walk: WalkThing = {
    kind: "walk", id: uuid7(), case: one.id, pathway, begun_at: new Date().toISOString(), risks: {},
    inputs: { ...NOTHING, facts: facts(one.person, one.known ?? [], today()), texts: text.trim() ? [text.trim().slice(0, 2000)] : [] },
  };
  return { walk: walk.id, risk: await goOn(walk) };
}

/** Answer what is asked; `route` goes another way than the guide. Null: the answer does not fit. */
export async function answer(walk: WalkThing, question: string, value: unknown, route?: Inputs["routes"][string]): Promise<string | null> {
  const { inputs } = walk;
  const next = {
    ...walk,
    inputs: {
      ...inputs, answers: { ...inputs.answers, [question]: value },
      routes: route ? { ...inputs.routes, [question]: route } : inputs.routes,
    },
  };
  return standing(next).outcome.wrong ? null : goOn(next);
}

/** Take back the last answer, or all from one question on. A raised risk stays raised. */
export async function goBack(walk: WalkThing, to = ""): Promise<void> {
  await show({ ...walk, inputs: goneBack(standing(walk).outcome, walk.inputs, to) });
}

/** Leave a walk; where the server has it, it is told. */
export async function leave(walk: WalkThing): Promise<void> {
  const one = caseOf(walk.case);
  if (!walk.edition || !one) return keep([], [{ kind: "walk", id: walk.id }]);
  await record(
    one.id, nameOf(one),
    [{ action: "pathways.leave", said: "opLeave", payload: { case: one.id, walk: walk.id, base: walk.edition } }],
    ([done]) => [{ ...walk, inputs: NOTHING, done: done! }],
  );
}

/** Queue a walk as far as it was walked, so that it can be gone on with at a desk, or on another phone. */
export async function pause(id: string): Promise<void> {
  await saving.catch(() => undefined);
  const walk = thing<WalkThing>("walk", id);
  const one = walk && caseOf(walk.case);
  if (!me.value || !one || walk.done || !walk.changed || !Object.keys(walk.inputs.answers).length) return;
  const { pathway, inputs, begun_at, risks, edition = "" } = walk;
  const payload = { case: one.id, walk: id, pathway, inputs, begun_at, risks: sent(risks, id), base: edition };
  await record(
    one.id, nameOf(one),
    [{ action: "pathways.pause", said: "opPause", payload }],
    ([told]) => [{ ...walk, edition: told!, changed: false }],
  );
}

/** Queue what was under way when this phone was locked, or stopped. */
export async function pauseAll(): Promise<void> {
  for (const { id } of ofKind<WalkThing>("walk")) await pause(id);
}

let saving: Promise<void> = Promise.resolve();

/** Show a walk as it stands at once, and keep it; what cannot be kept is shown as it was before. */
function show(told: WalkThing): Promise<void> {
  const walk = { ...told, changed: true };
  const key = `walk/${walk.id}`;
  const before = things.value;
  things.value = new Map(before).set(key, walk);
  saving = saving.catch(() => undefined).then(() => keep([walk])).catch((error: unknown) => {
    things.value = before;
    throw error;
  });
  return saving;
}

/**
 * Keep a walk as it stands. What it tells of a life at risk is queued at once, before anything else.
 * Returns the operation that told it when what is to be done must be looked at now; else "".
 */
async function goOn(walk: WalkThing): Promise<string> {
  const level = levelOf(standing(walk).outcome);
  const one = caseOf(walk.case)!;
  if (!level || walk.risks[level] || Object.keys(walk.risks).some((told) => RANKS[told]! > RANKS[level]!)) {
    await show(walk);
    return "";
  }
  const payload = { case: one.id, level, pathway: walk.pathway };
  const [id] = await record(
    one.id, nameOf(one), [{ action: "pathways.risk", said: "opRisk", urgent: true, payload }],
    ([told]) => [
      { ...one, risk: one.risk && RANKS[one.risk]! > RANKS[level]! ? one.risk : level },
      { ...walk, changed: true, risks: { ...walk.risks, [level]: told! } },
    ],
  );
  return RANKS[level]! >= ACT ? id! : "";
}

/** The gravest operation of a walk that told a risk; "" where there is none. */
export function riskTold(walk: WalkThing): string {
  const told = Object.entries(walk.risks).sort(([a], [b]) => RANKS[b]! - RANKS[a]!);
  return told[0]?.[1] ?? "";
}

export interface Finish {
  decisions: Decision[];
  stock: Record<string, string>; // medicine to always, sometimes, never
  question: string; // to the supervisor; "" asks nobody
}

/** Queue what came of a walk: into the case, and to the supervisor, in one step. */
export async function finish(walk: WalkThing, told: Finish): Promise<Refused[]> {
  const { data, library: known } = guides()!;
  const at = standing(walk);
  const wrong = refused(known, at, told.decisions);
  if (wrong.length) return wrong;
  const one = caseOf(walk.case)!;
  const { version, checksum } = data.pathways[walk.pathway]!;
  const { id, pathway, inputs, begun_at, risks, edition } = walk;
  const given = told.decisions.flatMap((d) => (d.taken && d.medicine ? [d.medicine, ...known.medicines.get(d.medicine)!] : []));
  const more = { answers: inputs.answers, concluded: at.outcome.conclusions, taking: given };
  await record(
    one.id, nameOf(one),
    [
      {
        action: "pathways.walk", said: "opWalk",
        payload: {
          case: one.id, walk: id, pathway, version, checksum, inputs, begun_at, risks: sent(risks, id), shown: at.outcome,
          decisions: told.decisions, ...(edition ? { base: edition } : {}),
        },
      },
      ...(Object.keys(told.stock).length
        ? [{ action: "pathways.stock", said: "opStock" as const, payload: { case: one.id, seen: told.stock } }]
        : []),
      ...(told.question.trim()
        ? [{ action: "supervision.ask", said: "opQuestion" as const, payload: { case: one.id, question: told.question.trim() } }]
        : []),
    ],
    ([done]) => [{ ...walk, inputs: NOTHING, done: done! }, { ...one, known: knownAfter(one, more) }],
  );
  return [];
}

/** What this phone told of risks; what a desk told stands under the walk's own id. */
function sent(risks: WalkThing["risks"], id: string): WalkThing["risks"] {
  return Object.fromEntries(Object.entries(risks).filter(([, operation]) => operation !== id));
}

/** What a guide knows of a case once something was learned here, before the server was heard. */
export function knownAfter(one: CaseThing, more: Learned): Known[] {
  const known = guides()?.library;
  return known ? learned(one.known ?? [], more, known.questions, today()) : (one.known ?? []);
}

/** What a guide knows of a case once an instrument was answered on its own. */
export function scored(one: CaseThing, instrument: string, { total, flags }: { total: number | null; flags: string[] }): Known[] {
  const asked = [...(guides()?.library.questions.values() ?? [])].filter((question) => question.instrument === instrument);
  return knownAfter(one, { answers: Object.fromEntries(asked.map(({ id }) => [id, { total, flags }])) });
}

/** What an answer is called. */
export function said(data: PathwaysData, question: string, told: unknown): string {
  const options = data.questions[question]?.options ?? {};
  const plain: Record<string, string> = { yes: t("yes"), no: t("no"), unsure: t("unsure") };
  const parts = Array.isArray(told) ? told : [told];
  if (told === null || told === undefined) return "–";
  if (typeof told === "object" && !Array.isArray(told)) return String((told as { total?: unknown }).total ?? t("notDone"));
  return parts.map((one) => options[String(one)] ?? plain[String(one)] ?? String(one)).join(data.language === "ur" ? "، " : ", ");
}

/** What a node says, in one line. */
export function nodeWords(data: PathwaysData, pathway: string, id: string): string {
  const node = data.pathways[pathway]?.nodes[id];
  if (node?.ask) return data.questions[node.ask]!.text;
  if (node?.kind === "call") return data.pathways[node.pathway!]!.title;
  return node?.title ?? t("followed");
}

/** Referrals and follow-up, the most urgent first. */
export function nextSteps(data: PathwaysData, outcome: Outcome): string[] {
  const { targets, urgencies } = data.labels;
  const follow = outcome.follow_up;
  return [
    ...[...outcome.referrals].sort((a, b) => a.within_days - b.within_days).map((one) =>
      t(one.consult ? "consultTo" : "referTo", { to: targets[one.to] ?? one.to, when: urgencies[one.urgency] ?? one.urgency })),
    ...(follow ? [t("againWithin", { days: follow.days })] : []),
    ...(follow?.for_days ? [t("asOften", { days: follow.for_days })] : []),
  ];
}
