/** Which screen is shown. The address never says whom it is about: only the history's state does. */
import { signal } from "@preact/signals";

export type Screen =
  | { name: "home" }
  | { name: "people"; pick?: "contact" | "risk" }
  | { name: "sent" }
  | { name: "me" }
  | { name: "callme" }
  | { name: "new"; step: number }
  | { name: "person"; case: string }
  | { name: "contact"; case: string }
  | { name: "sets"; case: string }
  | { name: "questions"; case: string; instrument: string }
  | { name: "risk"; operation: string }
  | { name: "raise"; case?: string }
  | { name: "refer"; case: string }
  | { name: "ask"; case: string }
  | { name: "plan"; case: string }
  | { name: "guides"; case?: string }
  | { name: "guide"; pathway: string }
  | { name: "walk"; walk: string };

export const screen = signal<Screen>({ name: "home" });
let depth = 0;

export function go(next: Screen, replace = false): void {
  if (replace) {
    history.replaceState({ screen: next, depth }, "");
  } else {
    depth += 1;
    history.pushState({ screen: next, depth }, "");
  }
  screen.value = next;
}

export function back(): void {
  if (depth > 0) history.back();
  else go({ name: "home" }, true);
}

export function canGoBack(): boolean {
  return screen.value.name !== "home";
}

/** Begin anew: after unlocking, the screens of whoever was here before are not gone back to. */
export function start(): void {
  depth = 0;
  history.replaceState({ screen: { name: "home" }, depth }, "");
  screen.value = { name: "home" };
}

addEventListener("popstate", (event: PopStateEvent) => {
  const state = event.state as { screen?: Screen; depth?: number } | null;
  depth = state?.depth ?? 0;
  screen.value = state?.screen ?? { name: "home" };
});
