/**
 * Recordings of what the screens say, where a pack has them: fetched once, kept beside the app, played without a signal.
 * They are about nobody, so they are not sealed; who empties the last worker of a phone empties them too.
 */
import { signal } from "@preact/signals";
import { thing } from "./syncing";
import { language } from "./texts";

export const SHELF = "sounds";
const PATH = "/field/sounds/";
const API = "/api/1/field/sounds/";

interface Sound {
  name: string;
  size: number;
}

/** Names of what is on this phone: whoever shows a button to listen looks here. */
export const here = signal<ReadonlySet<string>>(new Set());

function listed(of: string): Record<string, Sound> {
  return (thing("pack", "sounds") as Record<string, Record<string, Sound>> | undefined)?.[of] ?? {};
}

/** What a recording of this would be called, in the reader's language. */
export function nameFor(about: string): string {
  return listed(language.value)[about]?.name ?? "";
}

/** How much is still to be fetched in the reader's language, in bytes. */
export function missing(): number {
  return Object.values(listed(language.value)).reduce((sum, one) => sum + (here.value.has(one.name) ? 0 : one.size), 0);
}

async function shelf(): Promise<Cache | null> {
  return "caches" in globalThis ? caches.open(SHELF) : null;
}

export async function look(): Promise<void> {
  const keys = (await (await shelf())?.keys()) ?? [];
  here.value = new Set(keys.map((one) => new URL(one.url).pathname.slice(PATH.length)));
}

/** Say whether this line is too dear for recordings that nobody asked for. */
function dear(): boolean {
  const line = (navigator as { connection?: { effectiveType?: string; saveData?: boolean } }).connection;
  return Boolean(line?.saveData) || ["slow-2g", "2g"].includes(line?.effectiveType ?? "");
}

/** Fetch what is missing, one after the other; remove what no pack names any more. A broken line ends it until the next time. */
export async function fetchSounds(token: string, asked = false): Promise<void> {
  const kept = await shelf();
  if (!kept) return;
  await look();
  const pack = (thing("pack", "sounds") ?? {}) as Record<string, unknown>;
  const named = new Set(Object.values(pack).flatMap((one) => (typeof one === "object" ? Object.values(one as Record<string, Sound>).map((s) => s.name) : [])));
  for (const name of here.value) if (!named.has(name)) await kept.delete(PATH + name);
  await look();
  if (dear() && !asked) return;
  for (const { name } of Object.values(listed(language.value))) {
    if (here.value.has(name)) continue;
    const answer = await fetch(API + name, { headers: { Authorization: `Device ${token}` }, credentials: "omit" }).catch(() => null);
    if (!answer?.ok) return;
    await kept.put(PATH + name, new Response(await answer.blob(), { headers: { "Content-Type": answer.headers.get("Content-Type") ?? "" } }));
    here.value = new Set([...here.value, name]);
  }
}

/** A recording as something that can be played; null where it is not on this phone. */
export async function soundOf(name: string): Promise<string | null> {
  const found = await (await shelf())?.match(PATH + name);
  return found ? URL.createObjectURL(await found.blob()) : null;
}
