/** The app without its screens, as one module: each import of it with another address is another start of the app. */
export { makeLock, type Keys } from "../../src/sealing";
export { Vault } from "../../src/store";
export { begin, end, me, now, ofKind, things, waiting } from "../../src/syncing";
export { enrol } from "../../src/protocol";
export { caseOf, changeGoal, finish, NOBODY, record, recordNew } from "../../src/work";
export { uuid7 } from "../../src/bytes";
