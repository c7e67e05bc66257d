/** Referring: where to, what for, how soon, and what may be told. */
import { useState } from "preact/hooks";
import { servicesFor } from "../directory";
import { back } from "../moving";
import type { Thing } from "../store";
import { ofKind, thing } from "../syncing";
import { both, t } from "../texts";
import { Button, Choices, Field, Frame, Steps } from "../ui";
import { caseOf, refer } from "../work";
import { Gone } from "./people";
import { ServiceLabel } from "./service";

interface ReferralPack {
  needs: Choice[];
  urgencies: Choice[];
  fields: Choice[];
}

interface Choice {
  code: string;
  label: { en: string; ur: string };
}

const FIRST_NEEDS = ["counselling", "psychosocial_support", "medical_mental_health", "specialist_care", "substance_use"];

/** Where to, what for, how soon, and what may be told: the person chooses, the worker asks, then it goes. */
export function Refer({ id }: { id: string }) {
  const one = caseOf(id);
  const pack = thing("pack", "referrals") as (Thing & ReferralPack) | undefined;
  const [step, setStep] = useState(1);
  const [service, setService] = useState("");
  const [words, setWords] = useState("");
  const [onlyOpen, setOnlyOpen] = useState(false);
  const [need, setNeed] = useState("");
  const [urgency, setUrgency] = useState("normal");
  const [fields, setFields] = useState<string[]>(["age", "sex", "reason"]);
  const [error, setError] = useState("");
  if (!one) return <Gone />;
  const to = thing("service", service);
  const found = servicesFor(ofKind("service"), words, onlyOpen, new Date());
  const rank = (code: string): number => (FIRST_NEEDS.includes(code) ? FIRST_NEEDS.indexOf(code) : 99);
  const options = (choices: Choice[] = []) => choices.map((c) => ({ code: c.code, label: both(c.label) }));
  const send = async (): Promise<void> => {
    if (!to || !fields.length) return setError(t("mustChoose"));
    await refer(one, { service: to, need, urgency, fields });
    back();
  };
  return (
    <Frame title={t("refer")} onBack={() => (step > 1 ? setStep(step - 1) : back())}>
      <Steps n={step} of={4} />
      {step === 1 && !ofKind("service").length ? <p>{t("noServices")}</p> : null}
      {step === 1 && ofKind("service").length ? (
        <>
          <Field id="words" label={t("search")} value={words} autocomplete="off" onInput={setWords} />
          <label class="tick">
            <input type="checkbox" checked={onlyOpen} onChange={(e) => setOnlyOpen(e.currentTarget.checked)} />
            <span>{t("onlyOpen")}</span>
          </label>
          {found.length ? null : <p role="status">{t("noneOpen")}</p>}
          <Choices legend={t("whereGo")} hint={t("nearest")} chosen={[service]}
            onChoose={([code]) => { setService(code!); setStep(2); }}
            options={found.map((s) => ({ code: s.id, label: <ServiceLabel s={s} /> }))} />
        </>
      ) : null}
      {step === 2 ? (
        <Choices legend={t("whatFor")} chosen={[need]} onChoose={([code]) => { setNeed(code!); setStep(3); }}
          options={options([...(pack?.needs ?? [])].sort((a, b) => rank(a.code) - rank(b.code)))} />
      ) : null}
      {step === 3 ? (
        <Choices legend={t("howSoon")} chosen={[]} onChoose={([code]) => { setUrgency(code!); setStep(4); }}
          options={options(pack?.urgencies)} />
      ) : null}
      {step === 4 ? (
        <>
          <Choices legend={t("mayTell")} hint={t("mayTellSaid")} many chosen={fields} onChoose={setFields} options={options(pack?.fields)} />
          <div class="push flow">
            {error ? <p class="error" role="alert">{error}</p> : null}
            <Button onClick={() => void send()}>{t("agreeSend")}</Button>
          </div>
        </>
      ) : null}
    </Frame>
  );
}
