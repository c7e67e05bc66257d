/** Being called by somebody outside the team: asking for it, and what became of it. */
import { useState } from "preact/hooks";
import type { Thing } from "../store";
import { keep, ofKind, thing, waiting } from "../syncing";
import { t, when } from "../texts";
import { Button, Field, Frame, Icon } from "../ui";
import { askForCall, takeBackCall } from "../work";

const DIGITS = /[0-9۰-۹٠-٩]/;

export function CallMe() {
  const setup = thing("own", "setup") as (Thing & { ownNumber?: string; trusted?: string }) | undefined;
  const [number, setNumber] = useState(setup?.ownNumber ?? "");
  const [error, setError] = useState("");
  const call = latest();
  const sending = waiting.value.some((one) => one.operation.action === "staffcare.ask_call");
  const open = sending || call?.["state"] === "asked" || call?.["state"] === "seen";
  const ask = async (): Promise<void> => {
    if (!DIGITS.test(number)) return setError(t("ownNumberWrong"));
    setError("");
    await askForCall(number.trim());
  };
  return (
    <Frame title={t("callMe")}>
      <p>{t("callAskSaid")}</p>
      <div role="status">{sending ? <p class="note warn">{t("callWaits")}</p> : call ? <Became call={call} /> : null}</div>
      {open ? (
        call && !sending ? <Button quiet onClick={() => void takeBackCall(call)}>{t("callNotNeeded")}</Button> : null
      ) : (
        <form class="flow" onSubmit={(e) => { e.preventDefault(); void ask(); }}>
          <Field id="own-number" label={t("ownNumber")} type="tel" inputMode="tel" error={error} value={number} onInput={setNumber} />
          <Button type="submit"><Icon name="call" />{t("callAsk")}</Button>
        </form>
      )}
      <Trusted kept={setup?.trusted ?? ""} onNumber={(trusted) => void keep([{ phone: "", plain: false, ...setup, kind: "own", id: "setup", trusted }])} />
    </Frame>
  );
}

function latest(): Thing | undefined {
  return ofKind("care_call").sort((a, b) => String(b["asked_at"]).localeCompare(String(a["asked_at"])))[0];
}

function Became({ call }: { call: Thing }) {
  const who = String(call["contact"] ?? "");
  switch (call["state"]) {
    case "asked": return <p class="note">{who ? t("callAsked", { who, when: when(String(call["asked_at"])) }) : t("callNobody")}</p>;
    case "seen": return <p class="note">{t("callSeen", { who })}</p>;
    case "called": return <p class="note">{t("callDone", { who, when: when(String(call["ended_at"])) })}</p>;
    default: return null;
  }
}

/** A message to somebody of one's own choice: it goes from this phone to theirs, and through nobody else. */
function Trusted({ kept, onNumber }: { kept: string; onNumber: (number: string) => void }) {
  const [number, setNumber] = useState(kept);
  const to = number.replace(/[^+\d]/g, "");
  return (
    <section class="flow push">
      <h2>{t("orTrusted")}</h2>
      <Field id="trusted" label={t("trusted")} hint={t("trustedFirst")} type="tel" inputMode="tel" value={number}
        onInput={(value) => { setNumber(value); onNumber(value); }} />
      {to.length > 3 ? (
        <>
          <a class="button quiet" href={`sms:${to}?body=${encodeURIComponent(t("callMeWords"))}`}><Icon name="sms" />{t("smsTrusted")}</a>
          <p class="soft">{t("callMeSaid")}</p>
        </>
      ) : null}
    </section>
  );
}
