/** How much of a walk is left, at most. Pure. */
import type { Library } from "./library";
import type { Standing } from "./pathways";

/** Return the most questions that can still be asked, this one among them. */
export function left(library: Library, { outcome, names, at, waiting }: Standing): number {
  if (!outcome.asking) return 0;
  const known = new Set([...names].filter(([, value]) => value !== null && value !== undefined).map(([name]) => name.split(".")[0]!));
  const walked = new Set([...outcome.path.map((visit) => visit.pathway), at]);
  let most = longest(library, at, outcome.asking, known, walked, new Map());
  for (const [pathway, node] of waiting) most += longest(library, pathway, node, known, walked, new Map(), true);
  return most;
}

function longest(
  library: Library, pathway: string, id: string, known: ReadonlySet<string>, walked: ReadonlySet<string>,
  seen: Map<string, number>, past = false,
): number {
  const found = seen.get(id);
  if (found !== undefined) return found;
  const node = library.pathways.get(pathway)!.nodes.get(id)!;
  const after = node.go.map((branch) => longest(library, pathway, branch.to, known, walked, seen));
  let own = 0;
  if (!past && node.ask) {
    own = known.has(node.ask) ? 0 : 1;
  } else if (!past && node.call && !walked.has(node.call)) {
    const entry = library.pathways.get(node.call)!.entry;
    own = longest(library, node.call, entry, known, new Set([...walked, node.call]), new Map());
  }
  const most = own + Math.max(0, ...after);
  seen.set(id, most);
  return most;
}
