/** One service of the directory, as somebody chooses it: who, what, how far, open or not, places left. */
import { openAt } from "../hours";
import type { Thing } from "../store";
import { both, t, when } from "../texts";

export function ServiceLabel({ s }: { s: Thing }) {
  const open = openAt(String(s["hours"] ?? ""), new Date());
  const state = open?.until ? t("openUntil", { at: open.until }) : open ? t(open.open ? "openNow" : "closedNow") : "";
  const far = s["km"] === undefined ? "" : t("aboutKm", { n: Number(s["km"]) });
  return (
    <>
      <b>{both(s["name"])}</b>
      <small>{both(s["what"])}</small>
      <small>{[far, both(s["where"]), s["at"], both(s["gender"]), s["fee"] === "free" ? t("free") : ""].filter(Boolean).join(" · ")}</small>
      {s["hours"] ? <small>{state ? <span class={open?.open ? "tag good" : "tag warn"}>{state}</span> : null} <bdi>{String(s["hours"])}</bdi></small> : null}
      <Places s={s} />
      {s["phone"] ? <small><bdi dir="ltr">{String(s["phone"])}</bdi></small> : null}
    </>
  );
}

function Places({ s }: { s: Thing }) {
  const on = s["told_on"] ? when(String(s["told_on"])) : "";
  const free = s["places"] as number | undefined;
  const days = s["waiting_days"] as number | undefined;
  if (!on) return null;
  return (
    <small>
      {free === undefined ? null : <span class={free ? "tag good" : "tag warn"}>{free ? t("placesLeft", { n: free }) : t("noPlace")}</span>}
      {" "}{days ? t("waitDays", { n: days }) : ""} {t("toldOn", { when: on })}
    </small>
  );
}
