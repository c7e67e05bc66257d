/** Walks on this phone: begun, answered, paused, gone back in, finished. Each step is kept, sealed. */
import { effect } from "@preact/signals";
import { uuid7 } from "./bytes";
import { type Decision, refused, type Refused } from "./engines/decisions";
import { Index } from "./engines/finding";
import { library, type Library, type PathwaysData } from "./engines/library";
import { type Inputs, NOTHING, type Outcome, type Standing, stand } from "./engines/pathways";
import { RANKS, levelOf } from "./risks";
import type { Thing } from "./store";
import { keep, me, ofKind, thing, things } from "./syncing";
import { t } from "./texts";
import { type CaseThing, caseOf, nameOf, record } from "./work";

export interface WalkThing extends Thing {
  kind: "walk";
  case: string;
  pathway: string;
  inputs: Inputs;
  begun_at: string;
  risks: Record<string, string>; // level to the operation that told it
  done?: boolean;
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
  if (held?.version !== version) held = { version, data, library: library(data), index: new Index(data) };
  return held;
}

export function walkOf(id: string): WalkThing | undefined {
  const found = thing<WalkThing>("walk", id);
  return found?.done ? undefined : found;
}

export function walksOf(id: string): WalkThing[] {
  return ofKind<WalkThing>("walk").filter((walk) => walk.case === id && !walk.done);
}

// A case that went elsewhere takes its walks along; what was sent is not kept twice.
effect(() => {
  const over = ofKind<WalkThing>("walk").filter((walk) => walk.done || !things.value.has(`case/${walk.case}`));
  if (over.length) void keep([], over.map(({ kind, id }) => ({ kind, id })));
});

function factsOf({ person }: CaseThing): Record<string, unknown> {
  return {
    ...(typeof person.age === "number" ? { age: person.age } : {}),
    ...(["female", "male", "other"].includes(person.sex ?? "") ? { sex: person.sex } : {}),
  };
}

export function standing(walk: WalkThing): Standing {
  return stand(guides()!.library, walk.pathway, walk.inputs);
}

/** Begin with what is known. Words of risk in the complaint raise a risk at once. */
export async function begin(one: CaseThing, pathway: string, text: string): Promise<{ walk: string; risk: string }> {
  const walk: WalkThing = {
    kind: "walk", id: uuid7(), case: one.id, pathway, begun_at: new Date().toISOString(), risks: {},
    inputs: { ...NOTHING, facts: factsOf(one), texts: text.trim() ? [text.trim().slice(0, 2000)] : [] },
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
  const asked = standing(walk).outcome.path.filter((v) => v.kind === "question" && v.how !== "known").map((v) => v.node);
  const kept = new Set(asked.includes(to) ? asked.slice(0, asked.indexOf(to)) : asked.slice(0, -1));
  const left = <T>(told: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(told).filter(([name]) => kept.has(name)));
  const { inputs } = walk;
  await show({ ...walk, inputs: { ...inputs, answers: left(inputs.answers), routes: left(inputs.routes) } });
}

export async function leave(walk: WalkThing): Promise<void> {
  await keep([], [{ kind: "walk", id: walk.id }]);
}

let saving: Promise<void> = Promise.resolve();

/** Show a walk as it stands at once, and keep it; what cannot be kept is shown as it was before. */
function show(walk: WalkThing): Promise<void> {
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
    [{ ...one, risk: one.risk && RANKS[one.risk]! > RANKS[level]! ? one.risk : level }, walk],
  );
  await keep([{ ...walk, risks: { ...walk.risks, [level]: id! } }]);
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
  const { id, pathway, inputs, begun_at, risks } = walk;
  await record(
    one.id, nameOf(one),
    [
      {
        action: "pathways.walk", said: "opWalk",
        payload: {
          case: one.id, walk: id, pathway, version, checksum, inputs, begun_at, risks, shown: at.outcome,
          decisions: told.decisions,
        },
      },
      ...(Object.keys(told.stock).length
        ? [{ action: "pathways.stock", said: "opStock" as const, payload: { case: one.id, seen: told.stock } }]
        : []),
      ...(told.question.trim()
        ? [{ action: "supervision.ask", said: "opQuestion" as const, payload: { case: one.id, question: told.question.trim() } }]
        : []),
    ],
    [{ ...walk, inputs: NOTHING, done: true }],
  );
  return [];
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
