/** What a worker does, as operations: the same payloads that docs/field-sync.md describes. */
import { uuid7 } from "./bytes";
import type { Known } from "./engines/facts";
import type { Instrument } from "./engines/instruments";
import type { Words } from "./engines/wording";
import { envelope } from "./sealing";
import type { Operation, Thing } from "./store";
import { keepToSend, me, ofKind, soon, thing, waiting } from "./syncing";
import { both, type Key, language } from "./texts";

export interface CaseThing extends Thing {
  code?: string;
  alias: string;
  tier: number;
  mine?: boolean;
  risk?: string;
  last_contact_at?: string;
  plan_version?: number;
  person: { id: string; version?: number; name?: string; sex?: string; age?: number };
  tasks?: { id: string; kind: string; due_at: string; what?: string }[];
  goals?: Goal[];
  known?: Known[]; // what a guide need not ask: scores, answers that still hold, medicines, earlier walks
  conflicts?: { id: string; about: string; field: string; stands: string; proposed: string }[];
  local?: boolean;
}

export interface Goal {
  id: string;
  text: string;
  owner?: string;
  status?: string;
  due_on?: string | null;
}

export interface FieldDef {
  code: string;
  label: { en: string; ur: string };
  options: { code: string; label: { en: string; ur: string } }[];
}

interface Draft {
  action: string;
  payload: Record<string, unknown>;
  said: Key;
  urgent?: boolean;
}

/**
 * Keep operations about one case in the outbox, and what they mean on this phone, in one step. What they
 * mean may speak of their ids.
 */
export async function record(
  subject: string, who: string, drafts: Draft[], puts: Thing[] | ((ids: string[]) => Thing[]) = [],
): Promise<string[]> {
  const self = me.value;
  if (!self) throw new Error("locked");
  const happened = new Date().toISOString();
  const operations = drafts.map(({ urgent = false, ...draft }) => ({
    id: uuid7(), happened_at: happened, subject, who, urgent, ...draft,
  }));
  const sealed = await Promise.all(
    operations.map(async ({ id, action, payload, happened_at }) =>
      envelope(self.sealing_key, { token: self.token, operation: { id, action, payload, happened_at } }),
    ),
  );
  const ids = operations.map((one) => one.id);
  await keepToSend(operations.map((one, n) => [one as Operation, sealed[n]!]), typeof puts === "function" ? puts(ids) : puts);
  soon();
  return ids;
}

export function cases(): CaseThing[] {
  return ofKind<CaseThing>("case");
}

export function caseOf(id: string): CaseThing | undefined {
  return thing<CaseThing>("case", id);
}

/** What a case is called on screens over whose shoulder somebody looks. */
export function nameOf(one: Pick<CaseThing, "alias">): string {
  const words = thing("pack", "aliases") as Record<string, { en: string; ur: string }> | undefined;
  return one.alias.split(" ").map((code) => both(words?.[code]) || code.replace(/^\w+_/, "")).join(" ");
}

export function newAlias(): string {
  const words = Object.keys(thing("pack", "aliases") ?? {});
  const taken = new Set(cases().map((one) => one.alias));
  const draw = (start: string): string => {
    const known = words.filter((code) => code.startsWith(start));
    return known.length ? known[crypto.getRandomValues(new Uint32Array(1))[0]! % known.length]! : "";
  };
  for (let n = 0; n < 20; n += 1) {
    const alias = `${draw("first_")} ${draw("second_")}`.trim();
    if (!taken.has(alias)) return alias;
  }
  return "";
}

export function fieldOf(kind: string, code: string): FieldDef | undefined {
  const pack = thing("pack", "fields") as Record<string, { fields: FieldDef[] }> | undefined;
  return pack?.[kind]?.fields.find((field) => field.code === code);
}

export function optionsOf(kind: string, code: string): { code: string; label: string }[] {
  return (fieldOf(kind, code)?.options ?? []).map((o) => ({ code: o.code, label: both(o.label) }));
}

export function instruments(): Instrument[] {
  return ((thing("pack", "instruments") as { instruments?: Instrument[] } | undefined)?.instruments ?? []);
}

/** The wording that a deployer brought for an instrument, by language. */
export function loadedWords(instrument: string): Record<string, Words> | undefined {
  return (thing("pack", "wording") as Record<string, Record<string, Words>> | undefined)?.[instrument];
}

export interface NewPerson {
  who: "woman" | "man" | "girl" | "boy" | "notTold" | "";
  weighs: string[];
  did: string[];
  danger: "no" | "unsure" | "yes" | "";
  guardian: string;
  again: number | null;
  alias: string;
}

export const NOBODY: NewPerson = { who: "", weighs: [], did: [], danger: "", guardian: "", again: 7, alias: "" };

export function isChild(told: NewPerson): boolean {
  return told.who === "girl" || told.who === "boy";
}

function dayIn(days: number): string {
  const day = new Date(Date.now() + days * 86_400_000);
  return new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Record somebody new: the person, their consent, a case, what was told, the next visit. */
export async function recordNew(told: NewPerson): Promise<{ case: string; risk: string | null }> {
  const [person, id, task] = [uuid7(), uuid7(), uuid7()];
  const sex = { woman: "female", girl: "female", man: "male", boy: "male", notTold: "not_told", "": "not_told" }[told.who];
  const alias = told.alias || newAlias();
  const consent = isChild(told)
    ? { given_by: "guardian_and_child", guardian: told.guardian }
    : { given_by: "self" };
  const weighs = optionsOf("assessment", "stressors").filter((o) => told.weighs.includes(o.code));
  const drafts: Draft[] = [
    { action: "people.record", said: "opPerson", payload: { person, sex } },
    { action: "people.consent", said: "opConsent", payload: { person, purpose: "care", language: language.value, ...consent } },
    { action: "cases.open", said: "opCase", payload: { case: id, person, tier: 1, alias } },
  ];
  if (told.danger !== "no") {
    const level = told.danger === "yes" ? "high" : "moderate";
    drafts.push({ action: "cases.entry", said: "opRisk", urgent: true, payload: { case: id, kind: "risk", values: { level } } });
  }
  drafts.push({
    action: "cases.entry", said: "opContact",
    payload: { case: id, kind: "contact", values: { channel: "in_person", outcome: "reached", did: told.did } },
  });
  if (weighs.length) {
    drafts.push({
      action: "cases.entry", said: "opAssessment",
      payload: { case: id, kind: "assessment", values: { motive: weighs.map((o) => o.label).join(", "), stressors: told.weighs } },
    });
  }
  const due_on = told.again === null ? null : dayIn(told.again);
  if (due_on) drafts.push({ action: "cases.task", said: "opTask", payload: { case: id, task, kind: "contact", due_on } });
  const here: CaseThing = {
    kind: "case", id, alias, tier: 1, mine: true, local: true, person: { id: person, sex },
    last_contact_at: new Date().toISOString(), plan_version: 0,
    tasks: due_on ? [{ id: task, kind: "contact", due_at: `${due_on}T04:00:00Z` }] : [],
    ...(told.danger === "no" ? {} : { risk: told.danger === "yes" ? "high" : "moderate" }),
  };
  const ids = await record(id, nameOf(here), drafts, [here, { kind: "draft", id: "new", told: NOBODY, step: 0 }]);
  return { case: id, risk: told.danger === "no" ? null : ids[3]! };
}

export async function recordContact(one: CaseThing, values: Record<string, unknown>): Promise<void> {
  await record(
    one.id, nameOf(one),
    [{ action: "cases.entry", said: "opContact", payload: { case: one.id, kind: "contact", values } }],
    [{ ...one, last_contact_at: new Date().toISOString() }],
  );
}

export async function raise(level: string, one?: CaseThing): Promise<string> {
  const [id] = one
    ? await record(
        one.id, nameOf(one),
        [{ action: "cases.entry", said: "opRisk", urgent: true, payload: { case: one.id, kind: "risk", values: { level } } }],
        [{ ...one, risk: level }],
      )
    : await record(uuid7(), "", [{ action: "risk.raise", said: "opRisk", urgent: true, payload: { level } }]);
  return id!;
}

/** Say that something was done; "is this a risk?" is finished by an answer, and a yes goes first. */
export async function finish(one: CaseThing, task: string, isRisk?: boolean): Promise<string> {
  const told = isRisk === undefined ? { task } : { task, is_risk: isRisk };
  const [id] = await record(
    one.id, nameOf(one), [{ action: "cases.task_done", said: isRisk ? "opRisk" : "opDone", urgent: isRisk ?? false, payload: told }],
    [{ ...one, tasks: (one.tasks ?? []).filter((other) => other.id !== task), ...(isRisk ? { risk: one.risk || "moderate" } : {}) }],
  );
  return id!;
}

/** Change one goal: what it was when this phone last saw it goes along, so that nothing is overwritten. */
export async function changeGoal(one: CaseThing, goal: Goal, wanted: Partial<Goal>): Promise<void> {
  const before = one.goals?.find((other) => other.id === goal.id);
  const names = Object.keys(wanted) as (keyof Goal)[];
  const base = before ? Object.fromEntries(names.map((name) => [name, before[name] ?? null])) : {};
  const goals = [...(one.goals ?? []).filter((other) => other.id !== goal.id), { ...goal, ...wanted }];
  await record(
    one.id, nameOf(one),
    [{
      action: "cases.plan", said: "opPlan",
      payload: { case: one.id, plan_version: one.plan_version ?? 0, changes: [{ goal: goal.id, wanted, base }] },
    }],
    [{ ...one, goals }],
  );
}

export async function decide(one: CaseThing, conflict: string, take: boolean): Promise<void> {
  await record(
    one.id, nameOf(one), [{ action: "cases.resolve", said: "opDecision", payload: { conflict, take } }],
    [{ ...one, conflicts: (one.conflicts ?? []).filter((other) => other.id !== conflict) }],
  );
}

export function today(): string {
  return dayIn(0);
}

/** The language it was asked in; what a guide knows of the case from now on. */
interface Answered {
  spoken?: string;
  known?: Known[] | undefined;
}

/** Keep the answers. Where they tell of a life at risk they go first: the server raises it from them. */
export async function recordAnswers(
  one: CaseThing, instrument: Instrument, answers: string[], life: boolean, { spoken = language.value, known = one.known }: Answered = {},
): Promise<string> {
  const told = Object.fromEntries(instrument.items.map((item, n) => [item.code, answers[n] ?? ""]).filter(([, a]) => a));
  const [id] = await record(
    one.id, nameOf(one),
    [{
      action: "cases.response", said: life ? "opRisk" : "opQuestions", urgent: life,
      payload: { case: one.id, instrument: instrument.id, answers: told, language: spoken },
    }],
    [{ ...one, ...(known ? { known } : {}), ...(life ? { risk: one.risk || "moderate" } : {}) }],
  );
  return id!;
}

/** Ask a supervisor about a case: the server takes out names, and finds whoever answers. */
export async function askSupervisor(one: CaseThing, question: string): Promise<void> {
  await record(one.id, nameOf(one), [
    { action: "supervision.ask", said: "opQuestion", payload: { case: one.id, question } },
  ]);
}

export interface Referring {
  service: Thing;
  need: string;
  urgency: string;
  fields: string[];
}

/** Refer: what the person agreed to tell is kept first; the referral names exactly that. */
export async function refer(one: CaseThing, { service, need, urgency, fields }: Referring): Promise<void> {
  const consent = {
    person: one.person.id, purpose: "referral", recipient: service["receiver"], fields, language: language.value,
  };
  await record(one.id, nameOf(one), [
    { action: "people.consent", said: "opConsent", payload: consent },
    { action: "referrals.send", said: "opReferral", payload: { case: one.id, service: service.id, need, urgency, fields } },
  ]);
}

const OWN = "own"; // what a worker asks for themselves is about no case

/** Ask to be called by somebody outside the team. */
export async function askForCall(number: string): Promise<void> {
  const setup = thing("own", "setup") ?? { phone: "", plain: false };
  await record(OWN, "", [{ action: "staffcare.ask_call", said: "opCall", payload: { number } }],
    [{ ...setup, kind: "own", id: "setup", ownNumber: number }]);
}

export async function takeBackCall(call: Thing): Promise<void> {
  await record(OWN, "", [{ action: "staffcare.take_back", said: "opCallBack", payload: { call: call.id } }],
    [{ ...call, state: "withdrawn" }]);
}

/** Say that a supervisor's answer was read. */
export async function readAnswer(request: Thing): Promise<void> {
  await record(
    String(request["case"]), "", [{ action: "supervision.read", said: "opRead", payload: { request: request.id } }],
    [{ ...request, status: "acknowledged" }],
  );
}

/** How large what waits is, in kilobytes, about as it goes over the line: packed to a third. */
export function kilobytes(): number {
  const text = JSON.stringify(waiting.value.map((one) => one.operation.payload));
  return Math.max(1, Math.ceil(text.length / 3 / 1024));
}
