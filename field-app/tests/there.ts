/** What a browser has and Node has not, for code that only wants it to be there. */
const there = globalThis as unknown as { addEventListener: unknown };
there.addEventListener ??= () => undefined;
export {};
