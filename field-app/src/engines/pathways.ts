/**
 * The walk: from facts and answers to the next question, or to what is concluded and advised. Pure.
 *
 * The same rules as `src/sukoon/pathways/rules/engine.py`, held to the same vectors. A walk is told
 * by its inputs alone, so it can be paused, kept, sent, and gone back in by leaving an answer out.
 * No walk ends while a risk was raised and its own pathway was not walked: the engine itself goes
 * there, whatever the packs say.
 */
import { readAnswer, Wrong } from "./answers";
import type { Test, Value } from "./conditions";
import type { FollowUp, Level, Library, Node, Pathway, Plan, Question, Referral } from "./library";
import { nameKey } from "./text";

const MOST_NODES = 500; // far more than any walk; a pack that was not checked cannot hang us

export interface Route {
  to: string;
  reason: string;
}

/** All that a walk is told. `routes`: where judgement differed. */
export interface Inputs {
  facts: Record<string, unknown>;
  answers: Record<string, unknown>;
  routes: Record<string, Route>;
  texts: string[];
}

export interface Visit {
  pathway: string;
  node: string;
  kind: string;
  how: string; // asked, known, overridden, guard, or empty
}

export interface Suggestion {
  plan: string;
  medicine: string;
  status: "clear" | "warned" | "needs_reason" | "blocked";
  cautions: { caution: string; level: Level; known: boolean }[];
}

/** Where a walk stands: as the server tells it (`outcome_as_dict`), with what it knows beside it. */
export interface Outcome {
  status: "asking" | "ended" | "refused";
  pathway: string;
  asking: string;
  path: Visit[];
  conclusions: string[];
  advice: { plan: string; step: string }[];
  medicines: Suggestion[];
  follow_up: FollowUp | null;
  referrals: Referral[];
  emergency: boolean;
  risk: string[];
  risk_level: string;
  wrong: boolean;
}

/** What else screens need of a walk under way: never kept, never sent. */
export interface Standing {
  outcome: Outcome;
  names: ReadonlyMap<string, Value>;
  at: string; // the pathway the walk stands in
  node: string;
  waiting: [string, string][]; // nodes of pathways to come back to
}

export const NOTHING: Inputs = { facts: {}, answers: {}, routes: {}, texts: [] };

/** Walk as far as the answers lead. */
export function run(library: Library, pathway: string, inputs: Inputs): Outcome {
  return stand(library, pathway, inputs).outcome;
}

export function stand(library: Library, pathway: string, inputs: Inputs): Standing {
  const walk = new Walk(library, pathway);
  walk.learn(inputs);
  for (let asked = walk.goOn(); asked && Object.hasOwn(inputs.answers, asked.id); asked = walk.goOn()) {
    try {
      const route = Object.hasOwn(inputs.routes, asked.id) ? inputs.routes[asked.id]! : null;
      walk.answer(asked, inputs.answers[asked.id], route);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      walk.refuse();
      break;
    }
  }
  return walk.standing();
}

class Walk {
  private pathway: Pathway;
  private at: string | null;
  private readonly called: Set<string>;
  // Where to come back to: pathway, node, and whether that node called us (then: past it).
  private stack: [string, string, boolean][] = [];
  private readonly names = new Map<string, Value>();
  private readonly path: Visit[] = [];
  private readonly advice: Outcome["advice"] = [];
  private readonly medicines: Suggestion[] = [];
  private readonly referrals: Referral[] = [];
  private readonly risk: string[] = [];
  private riskLevel = "";
  private followUp: FollowUp | null = null;
  private emergency = false;
  private status: Outcome["status"] = "asking";
  private asking: Question | null = null;

  constructor(
    private readonly library: Library,
    private readonly start: string,
  ) {
    this.pathway = library.pathways.get(start)!;
    this.at = this.pathway.entry;
    this.called = new Set([start]);
  }

  /** Take in what is known before: facts that can be used, and risk words in any text. */
  learn({ facts, routes, texts }: Inputs): void {
    for (const [name, value] of Object.entries(facts)) {
      const question = this.library.questions.get(name.split(".")[0]!);
      if (!question) {
        this.names.set(name, value as Value);
        continue;
      }
      try {
        this.take(readAnswer(question, value, name.includes(".") ? name : ""));
      } catch (error) {
        if (!(error instanceof Wrong)) throw error; // what the record holds cannot be used here: it is asked
      }
    }
    const said = [...texts, ...Object.values(routes).map((route) => route.reason)];
    if (said.length) this.hear(said);
    if (this.risk.length) {
      const begin: [string, string, boolean] = [this.pathway.id, this.pathway.entry, false];
      this.stack = this.guard() ? [begin] : [];
    }
  }

  /** Move to the next question that must be asked; null when the walk ended. */
  goOn(): Question | null {
    while (this.status === "asking" && this.asking === null) this.step();
    return this.asking;
  }

  answer(question: Question, value: unknown, route: Route | null): void {
    this.take(readAnswer(question, value));
    const node = this.pathway.nodes.get(this.at!)!;
    this.hearAnswer(question);
    if (route === null) {
      this.visit(node, "asked");
      this.at = this.next(node);
    } else {
      if (question.must) throw new Wrong("this step cannot be overridden");
      if (!node.go.some((branch) => branch.to === route.to)) throw new Wrong(`“${route.to}” does not follow here`);
      if (!route.reason.trim()) throw new Wrong("an override needs a reason");
      this.visit(node, "overridden");
      this.at = route.to;
    }
    this.asking = null;
  }

  refuse(): void {
    this.status = "refused";
  }

  standing(): Standing {
    const asking = this.asking && this.status === "asking" ? this.asking.id : "";
    return {
      outcome: {
        status: this.status, pathway: this.start, asking, path: this.path,
        conclusions: listed(this.names.get("concluded")), advice: this.advice, medicines: this.medicines,
        follow_up: this.followUp, referrals: this.referrals, emergency: this.emergency, risk: this.risk,
        risk_level: this.riskLevel, wrong: this.status === "refused",
      },
      names: this.names, at: this.pathway.id, node: this.at ?? "",
      waiting: this.stack.map(([pathway, node]) => [pathway, node]),
    };
  }

  private take(found: readonly [string, Value][]): void {
    for (const [name, value] of found) this.names.set(name, value);
  }

  private hear(texts: readonly string[]): void {
    const heard = texts.map((text) => ` ${nameKey(text)} `).join(" ");
    for (const [risk, words] of this.library.riskWords) {
      if (words.some((word) => heard.includes(` ${word} `))) this.raise(risk);
    }
  }

  /** Move on by one node, up to a question that nobody answered yet. */
  private step(): void {
    if (this.at === null) return this.finish();
    if (this.path.length >= MOST_NODES) return this.refuse();
    const node = this.pathway.nodes.get(this.at)!;
    if (!node.ask) return this.pass(node);
    const question = this.library.questions.get(node.ask)!;
    const name = question.kind === "instrument" ? `${question.id}.total` : question.id;
    if ((this.names.get(name) ?? null) === null) {
      this.asking = question;
      return;
    }
    this.visit(node, "known");
    this.hearAnswer(question);
    this.at = this.next(node);
  }

  private pass(node: Node): void {
    this.visit(node, "");
    if (node.call) {
      if (this.called.has(node.call)) {
        this.at = this.next(node);
      } else {
        this.stack.push([this.pathway.id, node.id, true]);
        this.enter(node.call);
      }
      return;
    }
    if (node.plan) this.advise(node.id, node.plan);
    if (node.plan?.stops) this.stack = [];
    this.at = node.plan?.stops ? null : this.next(node);
  }

  private enter(pathway: string): void {
    this.pathway = this.library.pathways.get(pathway)!;
    this.called.add(pathway);
    this.at = this.pathway.entry;
  }

  /** At the end of a pathway: back to the caller, on to a guard, or the walk ended. */
  private finish(): void {
    const back = this.stack.pop();
    if (back) {
      const [pathway, node, wasCalled] = back;
      this.pathway = this.library.pathways.get(pathway)!;
      this.at = wasCalled ? this.next(this.pathway.nodes.get(node)!) : node;
    } else if (!this.guard()) {
      this.status = "ended";
    }
  }

  /** Go to the pathway of a risk that was raised and not walked yet. */
  private guard(): boolean {
    for (const risk of this.risk) {
      const wanted = this.library.guards.get(risk) ?? "";
      if (this.library.pathways.has(wanted) && !this.called.has(wanted)) {
        this.path.push({ pathway: wanted, node: "", kind: "call", how: "guard" });
        this.enter(wanted);
        return true;
      }
    }
    return false;
  }

  private visit(node: Node, how: string): void {
    this.path.push({ pathway: this.pathway.id, node: node.id, kind: node.kind, how });
  }

  private next(node: Node): string | null {
    return node.go.find((branch) => branch.when === null || branch.when(this.names) === true)?.to ?? null;
  }

  private raise(risk: string): void {
    if (this.risk.includes(risk)) return;
    this.risk.push(risk);
    this.names.set("risk", [...this.risk]);
  }

  private hearAnswer(question: Question): void {
    for (const { risk, when } of question.raises) if (when(this.names) === true) this.raise(risk);
  }

  private advise(id: string, plan: Plan): void {
    const holds = (one: { when: Test | null }): boolean => one.when === null || one.when(this.names) === true;
    if (plan.conclude.length) {
      const before = listed(this.names.get("concluded"));
      this.names.set("concluded", [...before, ...plan.conclude.filter((one) => !before.includes(one))]);
    }
    if (plan.emergency) this.emergency = true;
    if (plan.risk_level) this.riskLevel = plan.risk_level;
    const where = `${this.pathway.id}.${id}`;
    for (const one of plan.steps) if (holds(one)) this.advice.push({ plan: where, step: one.id });
    for (const one of plan.medicines) {
      if (holds(one)) this.medicines.push(suggest(this.library, where, one.id, this.names));
    }
    for (const one of plan.refers) if (holds(one)) this.refer(one.referral);
    if (plan.follow_up && (!this.followUp || plan.follow_up.days < this.followUp.days)) this.followUp = plan.follow_up;
  }

  private refer(to: Referral): void {
    const same = (one: Referral): boolean =>
      one.to === to.to && one.urgency === to.urgency && one.within_days === to.within_days && one.consult === to.consult;
    if (!this.referrals.some(same)) this.referrals.push(to);
  }
}

/** Pass a medicine through the caution table: what is not surely excluded stands against it. */
export function suggest(
  library: Library, plan: string, medicine: string, names: ReadonlyMap<string, Value>,
): Suggestion {
  const cautions: Suggestion["cautions"] = [];
  let status: Suggestion["status"] = "clear";
  for (const caution of library.cautions.get(medicine) ?? []) {
    const truth = caution.when(names);
    if (truth === false) continue;
    cautions.push({ caution: caution.id, level: caution.level, known: truth === true });
    if (caution.level === "block") status = "blocked";
    else if (caution.level === "reason" && truth === true && status !== "blocked") status = "needs_reason";
    else if (status === "clear") status = "warned";
  }
  return { plan, medicine, status, cautions };
}

function listed(value: Value): string[] {
  if (typeof value === "string") return value ? [value] : [];
  return Array.isArray(value) ? value.map(String) : [];
}
