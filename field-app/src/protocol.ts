/** The protocol of docs/field-sync.md: what is asked, what is answered, and what goes wrong. */
import type { Envelope, SealingKey } from "./sealing";
import type { Operation, Thing } from "./store";

export const PROTOCOL = 1;
export const APP = "1.0.0";
const API = "/api/1/field";
const TIMEOUT = 45_000;
const WORTH_PACKING = 600;

export interface Enrolled {
  device: string;
  token: string;
  worker: { id: string; name: string; language: string };
  rules: Rules;
  sealing_key: SealingKey;
  server_time: string;
}

export interface Rules {
  lock_after_minutes: number;
  stale_after_days: number;
  most_operations: number;
}

export interface Result {
  id: string;
  outcome: "applied" | "merged" | "conflict" | "rejected" | "duplicate";
  first: string;
  reason: string;
  message: string;
  kept: boolean;
  result: Record<string, unknown> | null;
}

export interface Pulled {
  cursor: number;
  more: boolean;
  items: Thing[];
  gone: { kind: string; id: string }[];
  packs: { id: string; version: string }[];
  rules: Rules;
  sealing_key: SealingKey;
  worker: { id: string; name: string; language: string };
}

/** The server said no, and why: `code` is the problem's. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly seconds = 0, // when the server says at what time to come again
  ) {
    super(message);
  }

  /** The phone may hold nothing any more. */
  get wipes(): boolean {
    return this.status === 410 && (this.code === "devices.revoked" || this.code === "devices.field_ended");
  }

  get unknown(): boolean {
    return this.status === 401;
  }
}

/** No answer arrived: no signal, a broken line, a server that is not there. */
export class NoAnswer extends Error {}

export async function call<T>(path: string, token: string, language: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { "Accept-Language": language, Accept: "application/json" };
  if (token) headers["Authorization"] = `Device ${token}`;
  const init: RequestInit = { headers, credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(TIMEOUT) };
  if (body !== undefined) {
    const text = JSON.stringify(body);
    headers["Content-Type"] = "application/json";
    init.method = "POST";
    init.body = text;
    if (text.length > WORTH_PACKING && "CompressionStream" in globalThis) {
      headers["Content-Encoding"] = "gzip";
      const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
      init.body = await new Response(packed).arrayBuffer();
    }
  }
  let answer: Response;
  let told: unknown;
  try {
    answer = await fetch(`${API}/${path}`, init);
    told = await answer.json();
  } catch (error) {
    throw new NoAnswer(String(error));
  }
  if (answer.ok) return told as T;
  const problem = told as { type?: string; title?: string; details?: { seconds?: number } };
  const code = (problem.type ?? "").replace("/problems/", "");
  throw new Refused(answer.status, code, problem.title ?? "", Number(problem.details?.seconds ?? 0));
}

export function enrol(code: string, name: string, language: string): Promise<Enrolled> {
  return call("enrol", "", language, { code, name, app: APP, protocol: PROTOCOL });
}

export function push(token: string, language: string, operations: Operation[]): Promise<{ results: Result[] }> {
  const sent = operations.map(({ id, action, payload, happened_at }) => ({ id, action, payload, happened_at }));
  return call("push", token, language, {
    protocol: PROTOCOL, app: APP, sent_at: new Date().toISOString(), operations: sent,
  });
}

export function pull(token: string, language: string, cursor: number): Promise<Pulled> {
  return call(`pull?cursor=${cursor}`, token, language);
}

export function pack<T>(token: string, language: string, id: string): Promise<T> {
  return call(`packs/${id}`, token, language);
}

export function rescue(language: string, envelopes: Envelope[]): Promise<{ results: (Result | null)[] }> {
  return call("rescue", "", language, { envelopes });
}

export function wiped(token: string, language: string): Promise<unknown> {
  return call("wiped", token, language, {});
}
