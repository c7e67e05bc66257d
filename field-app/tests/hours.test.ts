/** Hours as people write them, and what cannot be read stays as it was written. */
import { expect, it } from "vitest";
import { openAt } from "../src/hours";

const WEDNESDAY = new Date(2026, 10, 25, 10, 30);
const SUNDAY = new Date(2026, 10, 29, 10, 30);

it.each([
  ["Mon-Fri 9-14", WEDNESDAY, { open: true, until: "14:00" }],
  ["Mon-Fri 9-14", SUNDAY, { open: false }],
  ["Monday to Saturday 08:00 - 10:30", WEDNESDAY, { open: false }],
  ["Tue, Thu 9-14", WEDNESDAY, { open: false }],
  ["Sat-Wed 9am-1pm", WEDNESDAY, { open: true, until: "13:00" }],
  ["9-5pm", WEDNESDAY, { open: true, until: "17:00" }],
  ["9:00-12:00, 14:00-17:00", WEDNESDAY, { open: true, until: "12:00" }],
  ["24/7", SUNDAY, { open: true }],
  ["on call", WEDNESDAY, null],
  ["", WEDNESDAY, null],
  ["Mon-Fri 9-99", WEDNESDAY, null],
])("%s", (hours, now, wanted) => expect(openAt(hours, now)).toEqual(wanted));
