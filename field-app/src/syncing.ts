/** Sending what waits, fetching what is new, and obeying when the phone must be empty. */
import { computed, signal } from "@preact/signals";
import { NoAnswer, pack, pull, push, Refused, type Result, type Rules, rescue, wiped } from "./protocol";
import { backOff, inOrder } from "./order";
import { fetchSounds, look } from "./sounds";
import type { Envelope, SealingKey } from "./sealing";
import { dropEnvelopes, envelopes, type Operation, type Thing, type Vault, type Waiting, wipe } from "./store";

/** What a phone keeps about itself. */
export interface Self extends Thing {
  kind: "self";
  id: "self";
  token: string;
  cursor: number;
  language: string;
  rules: Rules;
  sealing_key: SealingKey;
  worker: { id: string; name: string; language: string };
  packs: Record<string, string>;
  heard_at: number; // when the server last answered
}

export const things = signal<ReadonlyMap<string, Thing>>(new Map());
export const waiting = signal<readonly Waiting[]>([]);
export const busy = signal(false);
export const tries = signal(0); // failures since something last arrived
export const lastError = signal("");
export const online = signal(navigator.onLine); // what the browser thinks, until an answer proves it wrong
export const me = computed(() => things.value.get("self/self") as Self | undefined);

const DAY = 86_400_000;

/** For how many days too long the server was not heard: what is known of persons stays closed then. */
export function staleDays(self: Self | undefined, now: number = Date.now()): number {
  if (!self) return 0;
  const days = Math.floor((now - self.heard_at) / DAY);
  return days > self.rules.stale_after_days ? days : 0;
}

let vault: Vault | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let batch = 20;
let running: { of: Vault; done: Promise<void> } | null = null;
let emptied: (why: string) => void = () => undefined;

export function ofKind<T extends Thing>(kind: string): T[] {
  return [...things.value.values()].filter((thing): thing is T => thing.kind === kind);
}

export function thing<T extends Thing>(kind: string, id: string): T | undefined {
  return things.value.get(`${kind}/${id}`) as T | undefined;
}

addEventListener("offline", () => (online.value = false));
addEventListener("online", () => {
  online.value = true;
  soon(0);
});

/** Begin with an unlocked vault. `onEmptied` is told when the phone had to remove everything. */
export async function begin(unlocked: Vault, onEmptied: (why: string) => void): Promise<void> {
  vault = unlocked;
  emptied = onEmptied;
  await reload();
  void look().catch(() => undefined);
  soon(0);
}

/** Lock: nothing of the worker stays in memory. A round that is under way ends at its next step. */
export function end(): void {
  vault = null;
  running = null;
  busy.value = false;
  clearTimeout(timer);
  things.value = new Map();
  waiting.value = [];
  tries.value = 0;
}

export async function reload(): Promise<void> {
  if (!vault) return;
  things.value = new Map((await vault.all()).map((one) => [`${one.kind}/${one.id}`, one]));
  waiting.value = await vault.waiting();
}

/** Keep things on this phone only. */
export async function keep(puts: Thing[], gone: { kind: string; id: string }[] = []): Promise<void> {
  if (vault) await keepIn(vault, puts, gone);
}

/** Keep operations to be sent, and what they mean on this phone: written first, shown then. */
export async function keepToSend(operations: [Operation, Envelope][], puts: Thing[]): Promise<void> {
  const mine = vault;
  if (!mine) throw new Locked();
  const seqs = await mine.enqueue(operations, puts);
  if (vault !== mine) return;
  waiting.value = [...waiting.value, ...operations.map(([operation], n) => ({ seq: seqs[n]!, operation }))];
  show(puts, []);
}

async function keepIn(mine: Vault, puts: Thing[], gone: { kind: string; id: string }[]): Promise<void> {
  await mine.apply(puts, gone);
  if (vault === mine) show(puts, gone);
}

function show(puts: readonly Thing[], gone: readonly { kind: string; id: string }[]): void {
  const next = new Map(things.value);
  for (const one of gone) next.delete(`${one.kind}/${one.id}`);
  for (const one of puts) next.set(`${one.kind}/${one.id}`, one);
  things.value = next;
}

export function soon(milliseconds = 400): void {
  clearTimeout(timer);
  timer = setTimeout(() => void now(), milliseconds);
}

/** Send and fetch now; once at a time. */
export function now(): Promise<void> {
  const mine = vault;
  if (!mine || !me.value) return Promise.resolve();
  if (running?.of === mine) return running.done;
  const done = round(mine).finally(() => {
    if (running?.done === done) running = null;
  });
  running = { of: mine, done };
  return done;
}

/**
 * The phone was locked while an answer was on its way. Somebody else may be at work on it now, and
 * what was asked for one worker never reaches another's store: the answer is let go, and the same
 * is asked again when its worker is back.
 */
class Locked extends Error {}

/** Wait for an answer that is for the worker at work; lets it go when they are not there any more. */
async function forMine<T>(mine: Vault, asked: Promise<T>): Promise<T> {
  const told = await asked;
  if (vault !== mine) throw new Locked();
  return told;
}

async function round(mine: Vault): Promise<void> {
  busy.value = true;
  try {
    await forMine(mine, rescueOthers());
    await sendAll(mine);
    await fetchAll(mine);
    tries.value = 0;
    online.value = true;
    lastError.value = "";
    soon(5 * 60_000);
  } catch (error) {
    if (vault !== mine) return;
    if (error instanceof Refused && error.wipes) return await obey(mine, error);
    if (error instanceof Refused && error.seconds) return soon(error.seconds * 1000); // sent is sent; what is new comes then
    tries.value += 1;
    lastError.value = error instanceof Refused ? error.message : "";
    if (!(error instanceof NoAnswer || error instanceof Refused)) console.error(error);
    soon(backOff(tries.value));
  } finally {
    if (vault === mine) busy.value = false;
  }
}

async function sendAll(mine: Vault): Promise<void> {
  for (;;) {
    const self = me.value;
    const next = inOrder(waiting.value).slice(0, Math.min(batch, self?.rules.most_operations ?? batch));
    if (!self || !next.length) return;
    try {
      const { results } = await forMine(mine, push(self.token, self.language, next.map((one) => one.operation)));
      await store(mine, next, results);
      batch = Math.min(batch * 2, 100);
    } catch (error) {
      batch = Math.max(1, Math.floor(batch / 2)); // a line that breaks carries less at once
      throw error;
    }
  }
}

/** Store the receipts; only then do the operations leave the outbox. */
async function store(mine: Vault, sent: Waiting[], results: Result[]): Promise<void> {
  const byId = new Map(results.map((result) => [result.id, result]));
  const done = sent.flatMap((one) => {
    const result = byId.get(one.operation.id);
    return result ? [{ seq: one.seq, receipt: receiptOf(one, result) }] : [];
  });
  if (!done.length) throw new NoAnswer("an answer without receipts");
  await forMine(mine, mine.receipts(done));
  const left = new Set(done.map((one) => one.seq));
  waiting.value = waiting.value.filter((one) => !left.has(one.seq));
  show(done.map((one) => one.receipt), []);
}

function receiptOf({ operation }: Waiting, result: Result): Thing {
  const became = result.outcome === "duplicate" ? result.first : result.outcome;
  const failed = became === "rejected" || became === "conflict";
  return {
    kind: "receipt", id: operation.id, became, reason: result.reason, message: result.message,
    said: operation.said, who: operation.who, subject: operation.subject, urgent: operation.urgent,
    written_at: operation.happened_at, arrived_at: new Date().toISOString(), kept: result.kept,
    ...(failed ? { action: operation.action, payload: operation.payload } : {}),
  };
}

async function fetchAll(mine: Vault): Promise<void> {
  for (;;) {
    const self = me.value;
    if (!self) return;
    const told = await forMine(mine, pull(self.token, self.language, self.cursor));
    const next: Self = {
      ...self, cursor: told.cursor, rules: told.rules, sealing_key: told.sealing_key, worker: told.worker,
      heard_at: Date.now(),
    };
    await keepIn(mine, [...told.items, next], told.gone); // the cursor moves with what it is for
    if (told.more) continue;
    for (const { id, version } of told.packs) {
      if (me.value?.packs[id] === version) continue;
      const contents = await forMine(mine, pack<Record<string, unknown>>(self.token, self.language, id));
      const packs = { ...me.value!.packs, [id]: version };
      await keepIn(mine, [{ kind: "pack", id, ...contents }, { ...me.value!, packs }], []);
    }
    void forMine(mine, fetchSounds(self.token)).catch(() => undefined); // behind everything else, and never in its way
    return;
  }
}

/** The server says that this phone may hold nothing: hand over what is left, then remove it all. */
async function obey(mine: Vault, why: Refused): Promise<void> {
  const self = me.value;
  if (!self) return;
  try {
    while (waiting.value.length) {
      const next = inOrder(waiting.value).slice(0, 50);
      const { results } = await forMine(mine, push(self.token, self.language, next.map((o) => o.operation)));
      await store(mine, next, results);
    }
  } catch {
    // What could not be handed over stays as envelopes that only the server opens.
  }
  await wipe(mine.device);
  if (vault === mine) {
    end();
    emptied(why.message);
  }
  await wiped(self.token, self.language).catch(() => undefined);
}

/** Bring the envelopes of phones that were emptied; whoever is unlocked now brings them. */
export async function rescueOthers(language = "ur"): Promise<void> {
  for (;;) {
    const [keys, found] = await envelopes();
    if (!found.length) return;
    await rescue(language, found.slice(0, 50));
    await dropEnvelopes(keys.slice(0, 50));
  }
}
