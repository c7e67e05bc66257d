/**
 * Conditions as data: a small tree that answers true, false or unknown (null). Nothing is evaluated.
 *
 * The same rules as `src/sukoon/pathways/rules/conditions.py`. A name without a value makes its
 * test unknown, never false; so does the answer "unsure" unless a test names it.
 */

export type Value = string | number | readonly string[] | null | undefined;
export type Names = ReadonlyMap<string, Value>;
export type Truth = boolean | null;
export type Test = (names: Names) => Truth;

export type ConditionData =
  | { op: "all" | "any"; of: ConditionData[] }
  | { op: "not"; of: ConditionData }
  | { op: "is" | "has"; name: string; value: string[] }
  | { op: "known"; name: string; value: boolean }
  | { op: "min" | "max" | "below" | "above" | "count_min"; name: string; value: number };

export const UNSURE = "unsure";
export const NONE = "none";

const COMPARE: Record<string, (value: number, edge: number) => boolean> = {
  min: (value, edge) => value >= edge,
  max: (value, edge) => value <= edge,
  below: (value, edge) => value < edge,
  above: (value, edge) => value > edge,
};

/** Make a condition ready to be asked. */
export function ready(data: ConditionData): Test {
  switch (data.op) {
    case "all": return together(data.of.map(ready), false);
    case "any": return together(data.of.map(ready), true);
    case "not": {
      const inner = ready(data.of);
      return (names) => {
        const found = inner(names);
        return found === null ? null : !found;
      };
    }
    case "is": return is(data.name, new Set(data.value));
    case "has": return has(data.name, new Set(data.value));
    case "known": return (names) => {
      const value = names.get(data.name);
      return (value !== null && value !== undefined && value !== UNSURE) === data.value;
    };
    case "count_min": return (names) => {
      const value = names.get(data.name);
      if (value === null || value === undefined) return null;
      return words(value).filter((word) => word !== NONE).length >= data.value;
    };
    default: {
      const compare = COMPARE[data.op]!;
      return (names) => {
        const value = names.get(data.name);
        return typeof value === "number" ? compare(value, data.value) : null;
      };
    }
  }
}

/** One true decides "any", one false decides "all"; an unknown part decides nothing by itself. */
function together(tests: readonly Test[], decides: boolean): Test {
  return (names) => {
    let result: Truth = !decides;
    for (const test of tests) {
      const found = test(names);
      if (found === decides) return decides;
      if (found === null) result = null;
    }
    return result;
  };
}

function is(name: string, wanted: ReadonlySet<string>): Test {
  const unsureCounts = wanted.has(UNSURE);
  return (names) => {
    const value = names.get(name);
    if (value === null || value === undefined || (value === UNSURE && !unsureCounts)) return null;
    return typeof value === "string" && wanted.has(value);
  };
}

function has(name: string, wanted: ReadonlySet<string>): Test {
  return (names) => {
    const value = names.get(name);
    if (value === null || value === undefined) return null;
    return (typeof value === "string" ? [value] : words(value)).some((word) => wanted.has(word));
  };
}

function words(value: Value): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}
