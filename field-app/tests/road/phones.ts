/**
 * Phones on a bad road: the app's own outbox, store and client, driven by lines of JSON.
 *
 * Reads one run a line from standard input and writes what it did. Everything that may be lost, doubled or
 * reordered is between this and the server (tests/campaigns/road.py); what dies here is the app itself: at moments
 * drawn by lot it ends while an answer is on its way, and starts again from its database.
 */
import "fake-indexeddb/auto";
import "../there";
import { IDBFactory } from "fake-indexeddb";
import { createInterface } from "node:readline";
import type * as Client from "./client";

type App = typeof Client;

interface Told {
  run: number;
  seed: number;
  base: string; // the road of this run
  token: string;
  sealing_key: { version: number; key: string };
  cases: string[];
  operations: number;
}

interface Wrote {
  id: string;
  action: string;
  case: string;
  goal?: string;
  text: string;
}

const RULES = { lock_after_minutes: 5, stale_after_days: 14, most_operations: 100 };
const MOST_TRIES = 3000;
const there = globalThis.fetch;
let packs: Record<string, string> = {}; // fetched by the first run: the others know their versions
let lives = 0;

/** The same numbers for the same seed (mulberry32). */
function lot(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One life of the app. When it dies nothing more reaches it, and nothing of it is kept but its database. */
class Life {
  readonly dead: Promise<void>;
  mayDie = false;
  died = false;
  private die!: () => void;

  private constructor(readonly app: App) {
    this.dead = new Promise((done) => (this.die = done));
  }

  static async begin(told: Told, keys: Client.Keys, fate: () => number): Promise<Life> {
    const app = (await import(/* @vite-ignore */ `./client.js?life=${(lives += 1)}`)) as App;
    const life = new Life(app);
    globalThis.fetch = async (path, init) => {
      if (life.died) return never();
      const asked = there(told.base + String(path), init);
      if (!life.mayDie || fate() > 0.03) return asked;
      life.died = true;
      await (fate() < 0.5 ? asked.catch(() => undefined) : undefined);
      app.end();
      life.die();
      asked.catch(() => undefined);
      return never();
    };
    await app.begin(new app.Vault("phone", keys), () => undefined);
    return life;
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

async function run(told: Told): Promise<unknown> {
  const chance = lot(told.seed);
  const pick = <T>(from: T[]): T => from[Math.floor(chance() * from.length)]!;
  globalThis.indexedDB = new IDBFactory();
  const first = (await import(/* @vite-ignore */ `./client.js?life=${(lives += 1)}`)) as App;
  const [, keys] = await first.makeLock("294751", 1);
  await new first.Vault("phone", keys).apply([{
    kind: "self", id: "self", token: told.token, cursor: 0, language: "ur", rules: RULES, packs, heard_at: 0,
    sealing_key: told.sealing_key, worker: { id: "", name: "", language: "ur" },
  }]);
  const fate = lot(told.seed + 1);
  let life = await Life.begin(told, keys, fate);
  let died = 0;
  /** Do something, in as many lives as it takes. */
  const alive = async (what: (app: App) => Promise<unknown>): Promise<void> => {
    life.mayDie = true;
    await Promise.race([what(life.app), life.dead]);
    life.mayDie = false;
    if (!life.died) return;
    await life.dead;
    died += 1;
    life = await Life.begin(told, keys, fate);
  };
  const wrote: Wrote[] = [];
  const people: { id: string; goal?: string }[] = [];
  const note = (id: string, about: string, text: string): Wrote => ({ id, action: "cases.entry", case: about, text });
  while (wrote.length < told.operations) {
    const left = told.operations - wrote.length;
    const lotDrawn = chance();
    const app = life.app;
    const before = new Set(app.waiting.value.map((one) => one.operation.id));
    if (left > 8 && people.length < 3 && lotDrawn < 0.12) {
      const danger = chance() < 0.4 ? ("unsure" as const) : ("no" as const);
      const alias = `a${people.length}`; // no pack of names is there yet
      const made = await app.recordNew({ ...app.NOBODY, who: "woman", did: ["listened"], danger, alias });
      people.push({ id: made.case });
      for (const { operation } of app.waiting.value) {
        if (!before.has(operation.id)) wrote.push({ id: operation.id, action: operation.action, case: made.case, text: "" });
      }
    } else if (people.length && lotDrawn < 0.3) {
      const one = pick(people);
      const here = app.caseOf(one.id)!;
      one.goal ??= app.uuid7();
      const goal = here.goals?.find((g) => g.id === one.goal) ?? { id: one.goal, text: "", status: "open", owner: "person" };
      const text = `${told.run}/goal/${wrote.length}`;
      await app.changeGoal(here, goal, { text });
      const { operation } = app.waiting.value.at(-1)!;
      wrote.push({ id: operation.id, action: operation.action, case: one.id, goal: one.goal, text });
    } else {
      const about = pick([...told.cases, ...people.map((one) => one.id)]);
      const text = `${told.run}/${wrote.length}`;
      const [id] = await app.record(about, "", [
        { action: "cases.entry", said: "opNote", payload: { case: about, kind: "note", values: { text } } },
      ]);
      wrote.push(note(id!, about, text));
    }
    if (chance() < 0.13) await alive((app) => (chance() < 0.5 ? app.now() : Promise.resolve(void app.now())));
  }
  for (let n = 0; n < MOST_TRIES && life.app.waiting.value.length; n += 1) await alive((app) => app.now());
  await alive((app) => app.now()); // and what is new is fetched, too
  const receipts = Object.fromEntries(life.app.ofKind("receipt").map((r) => [r.id, String(r["became"])]));
  packs = life.app.me.value?.packs ?? packs;
  life.app.end();
  return { run: told.run, wrote, receipts, waiting: life.app.waiting.value.length, died, held: life.app.ofKind("case").length };
}

for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line) as Told & { enrol?: string };
  try {
    if (told.enrol) {
      globalThis.fetch = (path, init) => there(told.base + String(path), init);
      const app = (await import(/* @vite-ignore */ `./client.js?life=${(lives += 1)}`)) as App;
      console.log(JSON.stringify({ enrolled: await app.enrol(told.enrol, "campaign", "ur") }));
    } else {
      console.log(JSON.stringify(await run(told)));
    }
  } catch (error) {
    console.log(JSON.stringify({ run: told.run, error: String(error instanceof Error ? error.stack : error) }));
  }
}
process.exit(0);
