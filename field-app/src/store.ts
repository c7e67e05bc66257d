/**
 * The phone's store: IndexedDB, every value sealed. Several workers may share one phone; each has
 * a lock of their own, and nobody's rows open with another's PIN.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { type Envelope, type Keys, type Lock, open, type Sealed, seal, tagOf } from "./sealing";

export const NAME = "field";
const WAITS = [0, 0, 0, 30, 60, 300, 900, 1800, 3600, 3600]; // seconds after so many wrong PINs
export const MOST_WRONG = WAITS.length;
const ON_DISK = { durability: "strict" } as const; // work is on the disk, not on its way there, when it is called kept

export interface Profile {
  device: string;
  name: string;
  language: string;
  lock: Lock;
  wrong: number;
  waitUntil: number;
}

interface Row {
  device: string;
  tag: string;
  sealed: Sealed;
}

interface OutboxRow {
  seq?: number;
  device: string;
  sealed: Sealed;
  envelope: Envelope;
}

interface Schema extends DBSchema {
  profiles: { key: string; value: Profile };
  rows: { key: [string, string]; value: Row; indexes: { device: string } };
  outbox: { key: number; value: OutboxRow; indexes: { device: string } };
  rescue: { key: number; value: Envelope };
}

/** One operation as it waits to be sent. */
export interface Operation {
  id: string;
  action: string;
  payload: Record<string, unknown>;
  happened_at: string;
  subject: string; // the case or person it is about: their order is kept
  said: string; // what the worker reads about it: a key of the texts
  who: string; // an alias
  urgent: boolean;
}

export interface Waiting {
  seq: number;
  operation: Operation;
}

/** What a phone keeps of one thing. `kind` and `id` name it. */
export interface Thing {
  kind: string;
  id: string;
  [field: string]: unknown;
}

let database: Promise<IDBPDatabase<Schema>> | null = null;

export function db(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>(NAME, 1, {
    upgrade(to) {
      to.createObjectStore("profiles", { keyPath: "device" });
      const rows = to.createObjectStore("rows", { keyPath: ["device", "tag"] });
      rows.createIndex("device", "device");
      const outbox = to.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
      outbox.createIndex("device", "device");
      to.createObjectStore("rescue", { autoIncrement: true });
    },
  });
  return database;
}

export async function forget(): Promise<void> {
  (await database)?.close();
  database = null;
}

export async function profiles(): Promise<Profile[]> {
  return (await db()).getAll("profiles");
}

export async function saveProfile(profile: Profile): Promise<void> {
  await (await db()).put("profiles", profile);
}

/** Count a try of a PIN; the right one takes it back. Each makes the next wait longer. Returns how many are left before it empties. */
export async function wrongPin(device: string, now: number): Promise<number> {
  const to = await db();
  const change = to.transaction("profiles", "readwrite");
  const profile = await change.store.get(device);
  if (!profile) return 0;
  profile.wrong += 1;
  profile.waitUntil = now + (WAITS[profile.wrong] ?? WAITS.at(-1)!) * 1000;
  await change.store.put(profile);
  await change.done;
  return MOST_WRONG - profile.wrong;
}

export async function rightPin(device: string): Promise<void> {
  const to = await db();
  const change = to.transaction("profiles", "readwrite");
  const profile = await change.store.get(device);
  if (profile) await change.store.put({ ...profile, wrong: 0, waitUntil: 0 });
  await change.done;
}

/** Empty everything of one worker. What was not sent stays as envelopes that only the server opens. */
export async function wipe(device: string): Promise<number> {
  const to = await db();
  const change = to.transaction(["profiles", "rows", "outbox", "rescue"], "readwrite");
  const waiting = await change.objectStore("outbox").index("device").getAll(device);
  for (const row of waiting) {
    await change.objectStore("rescue").add(row.envelope);
    await change.objectStore("outbox").delete(row.seq!);
  }
  for (const key of await change.objectStore("rows").index("device").getAllKeys(device)) {
    await change.objectStore("rows").delete(key);
  }
  await change.objectStore("profiles").delete(device);
  const others = await change.objectStore("profiles").count();
  await change.done;
  if (!others && "caches" in globalThis) await caches.delete("sounds");
  return waiting.length;
}

export async function envelopes(): Promise<[number[], Envelope[]]> {
  const to = await db();
  return [await to.getAllKeys("rescue"), await to.getAll("rescue")];
}

export async function dropEnvelopes(keys: number[]): Promise<void> {
  const to = await db();
  const change = to.transaction("rescue", "readwrite");
  for (const key of keys) await change.store.delete(key);
  await change.done;
}

/** The rows and the outbox of one worker, while they are unlocked. */
export class Vault {
  constructor(
    readonly device: string,
    private readonly keys: Keys,
  ) {}

  async all(): Promise<Thing[]> {
    const rows = await (await db()).getAllFromIndex("rows", "device", this.device);
    return Promise.all(rows.map((row) => open<Thing>(this.keys.data, row.sealed)));
  }

  /** Write and remove things, all or none. */
  async apply(puts: Thing[], gone: { kind: string; id: string }[] = []): Promise<void> {
    const rows = await Promise.all(puts.map((thing) => this.row(thing)));
    const tags = await Promise.all(gone.map((thing) => this.tag(thing)));
    const to = await db();
    const change = to.transaction("rows", "readwrite");
    for (const tag of tags) await change.store.delete([this.device, tag]);
    for (const row of rows) await change.store.put(row);
    await change.done;
  }

  /** Keep operations to be sent, and what they mean on this phone, all or none. */
  async enqueue(operations: [Operation, Envelope][], puts: Thing[]): Promise<number[]> {
    const waiting = await Promise.all(
      operations.map(async ([operation, envelope]) => ({
        device: this.device, sealed: await seal(this.keys.data, operation), envelope,
      })),
    );
    const rows = await Promise.all(puts.map((thing) => this.row(thing)));
    const to = await db();
    const change = to.transaction(["rows", "outbox"], "readwrite", ON_DISK);
    const seqs = [];
    for (const one of waiting) seqs.push(await change.objectStore("outbox").add(one));
    for (const row of rows) await change.objectStore("rows").put(row);
    await change.done;
    return seqs;
  }

  async waiting(): Promise<Waiting[]> {
    const rows = await (await db()).getAllFromIndex("outbox", "device", this.device);
    return Promise.all(
      rows.map(async (row) => ({ seq: row.seq!, operation: await open<Operation>(this.keys.data, row.sealed) })),
    );
  }

  /** Store receipts and let go of what they are for, in one step: nothing leaves before its receipt. */
  async receipts(done: { seq: number; receipt: Thing }[]): Promise<void> {
    const rows = await Promise.all(done.map((one) => this.row(one.receipt)));
    const to = await db();
    const change = to.transaction(["rows", "outbox"], "readwrite", ON_DISK);
    for (const row of rows) await change.objectStore("rows").put(row);
    for (const { seq } of done) await change.objectStore("outbox").delete(seq);
    await change.done;
  }

  private async row(thing: Thing): Promise<Row> {
    return { device: this.device, tag: await this.tag(thing), sealed: await seal(this.keys.data, thing) };
  }

  private tag(thing: { kind: string; id: string }): Promise<string> {
    return tagOf(this.keys, `${thing.kind}/${thing.id}`);
  }
}
