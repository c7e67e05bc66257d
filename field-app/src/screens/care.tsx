/** Choosing an instrument, and a life in danger. */
import type { Instrument } from "../engines/instruments";
import { go } from "../moving";
import type { Thing } from "../store";
import { keep, ofKind, thing, tries, waiting } from "../syncing";
import { both, t, when } from "../texts";
import { Button, CallLink, Choices, Frame, Icon } from "../ui";
import { caseOf, instruments, nameOf, raise } from "../work";
import { Listen } from "./listen";
import { Gone } from "./people";

const FIRST = ["who5", "phq2", "gad7", "phq9", "srq20"]; // short ones, for whoever is no specialist

export function Sets({ id }: { id: string }) {
  const one = caseOf(id);
  if (!one) return <Gone />;
  const all = [...instruments()].sort((a, b) => a.title.localeCompare(b.title));
  const first = FIRST.flatMap((code) => all.filter((i) => i.id === code));
  const choices = (legend: string, some: Instrument[]) => (
    <Choices legend={legend} chosen={[]} onChoose={([code]) => go({ name: "questions", case: id, instrument: code! }, true)}
      options={some.map((i) => ({ code: i.id, label: <><bdi dir="ltr">{i.title}</bdi><small>{t("nQuestions", { n: i.items.length })}</small></> }))} />
  );
  return (
    <Frame title={t("askQuestions")}>
      {choices(t("chooseSet"), first)}
      <details>
        <summary>{t("moreSets")}</summary>
        {choices(t("moreSets"), all.filter((i) => !FIRST.includes(i.id)))}
      </details>
    </Frame>
  );
}

interface RiskPack {
  levels: { code: string; label: { en: string; ur: string }; checklist: string[] }[];
  items: Record<string, { en: string; ur: string }>;
}

export function Raise({ id }: { id?: string | undefined }) {
  const one = id ? caseOf(id) : undefined;
  const pack = thing("pack", "risk") as (Thing & RiskPack) | undefined;
  const levels = [...(pack?.levels ?? [])].reverse();
  const choose = async (level: string): Promise<void> => go({ name: "risk", operation: await raise(level, one) }, true);
  return (
    <Frame title={t("lifeInDanger")}>
      <p class="soft">{one ? nameOf(one) : t("notListed")}</p>
      {one ? null : <Button quiet onClick={() => go({ name: "people", pick: "risk" })}>{t("someoneKnown")}</Button>}
      <Choices legend={t("howGrave")} chosen={[]} options={levels.map((l) => ({ code: l.code, label: both(l.label) }))}
        onChoose={([level]) => void choose(level!)} />
      <Numbers />
    </Frame>
  );
}

export function Numbers() {
  const numbers = ofKind("number").filter((one) => one["kind_of"] !== "supervisor").sort((a, b) => Number(a["order"]) - Number(b["order"]));
  return <>{numbers.map((one) => <CallLink key={one.id} number={String(one["number"])} label={both(one["label"])} />)}</>;
}

/** What to do now, whom to call, and whether anybody has been told: never pretending that they have. */
export function Risk({ operation: id }: { operation: string }) {
  const still = waiting.value.find((one) => one.operation.id === id)?.operation;
  const receipt = thing("receipt", id);
  const setup = thing("own", "setup");
  const voice = thing("voice", id);
  const pack = thing("pack", "risk") as (Thing & RiskPack) | undefined;
  const supervisor = ofKind("number").find((one) => one["kind_of"] === "supervisor");
  const phone = String(setup?.["phone"] || supervisor?.["number"] || "").replace(/[^+\d]/g, "");
  const level = levelOf(still?.payload) ?? "imminent";
  const steps = pack?.levels.find((l) => l.code === level)?.checklist ?? [];
  const delivered = receipt && receipt["became"] !== "rejected";
  return (
    <Frame title={t("lifeInDanger")}>
      <section class="banner" aria-live="assertive">
        <h2>{t("stay")}</h2>
        <Listen about="risk:stay" />
        {still ? <p><strong>{t("notDelivered")}</strong> {t("nobodyKnows")}</p> : null}
        {delivered ? <p>{t("deliveredAt", { when: when(String(receipt["arrived_at"])) })}</p> : null}
        {receipt && !delivered ? <p><strong>{t("refusedRisk")}</strong></p> : null}
        {phone ? (
          <>
            <CallLink risk number={phone} label={t("callSupervisor")} />
            {still ? (
              <a class="button quiet" href={`sms:${phone}?body=${encodeURIComponent(t("smsWords"))}`}><Icon name="sms" />{t("smsSupervisor")}</a>
            ) : null}
          </>
        ) : (
          <p>{t("noNumber")}</p>
        )}
        <Numbers />
      </section>
      <ol class="flow">{steps.map((code) => <li key={code}>{both(pack?.items[code])}<Listen about={`risk:${code}`} /></li>)}</ol>
      <p><span class="tag warn">{t("draft")}</span></p>
      <div class="push flow">
        {still ? <p class="soft">{t("writtenAt", { when: when(still.happened_at), n: tries.value })}</p> : null}
        {voice ? (
          <p class="note">{t("byVoiceDone", { when: when(String(voice["at"])) })}</p>
        ) : (
          <Button quiet onClick={() => void keep([{ kind: "voice", id, at: new Date().toISOString() }])}>{t("byVoice")}</Button>
        )}
      </div>
    </Frame>
  );
}

function levelOf(payload: Record<string, unknown> | undefined): string | undefined {
  const values = payload?.["values"] as { level?: string } | undefined;
  return values?.level ?? (payload?.["level"] as string | undefined);
}
