/** Before anything is seen: connecting the phone, choosing a PIN, unlocking, and the empty phone. */
import { useEffect, useState } from "preact/hooks";
import { Refused } from "../protocol";
import { choosePin, connect, easyPin, type Gate, gate, look, tryPin } from "../session";
import { MOST_WRONG, type Profile } from "../store";
import { language, t } from "../texts";
import { Button, Choices, Field, Frame } from "../ui";

function Languages() {
  return (
    <Button
      quiet lang={language.value === "ur" ? "en" : "ur"}
      onClick={() => (language.value = language.value === "ur" ? "en" : "ur")}
    >
      {language.value === "ur" ? "English" : "اردو"}
    </Button>
  );
}

export function Connect({ failed = "" }: { failed?: string }) {
  const [code, setCode] = useState("");
  const [typing, setTyping] = useState(failed !== "");
  const [error, setError] = useState(failed);
  const [busy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    setError("");
    try {
      await connect(code);
    } catch (e) {
      setError(e instanceof Refused ? e.message : t("noAnswer"));
      setBusy(false);
    }
  };
  return (
    <Frame title={t("app")}>
      <h2>{t("welcome")}</h2>
      <p>{t("welcomeSaid")}</p>
      {typing ? (
        <form
          class="flow"
          onSubmit={(e) => {
            e.preventDefault();
            void send();
          }}
        >
          <Field
            id="code" label={t("code")} hint={t("codeHint")} error={error} value={code} onInput={setCode}
            autocomplete="off"
          />
          <Button type="submit" disabled={busy}>{t(busy ? "connecting" : "connect")}</Button>
        </form>
      ) : (
        <>
          <a class="button" href="/field/connect/">{t("connectHere")}</a>
          <Button quiet onClick={() => setTyping(true)}>{t("haveCode")}</Button>
        </>
      )}
      <div class="push"><Languages /></div>
    </Frame>
  );
}

export function ChoosePin({ enrolled }: Extract<Gate, { at: "pin" }>) {
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const [error, setError] = useState<["pin" | "again", string] | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    if (!/^\S{6,}$/.test(pin)) return setError(["pin", t("pinShort")]);
    if (easyPin(pin)) return setError(["pin", t("pinSimple")]);
    if (pin !== again) return setError(["again", t("pinDiffers")]);
    setBusy(true);
    await choosePin(enrolled, pin);
  };
  return (
    <Frame title={enrolled.worker.name || t("app")}>
      <form
        class="flow"
        onSubmit={(e) => {
          e.preventDefault();
          void save();
        }}
      >
        <h2>{t("choosePin")}</h2>
        <p>{t("pinSaid")}</p>
        <Field id="pin" label={t("pin")} type="password" inputMode="numeric" autocomplete="new-password"
          error={error?.[0] === "pin" ? error[1] : undefined} value={pin} onInput={setPin} />
        <Field id="again" label={t("pinAgain")} type="password" inputMode="numeric" autocomplete="new-password"
          error={error?.[0] === "again" ? error[1] : undefined} value={again} onInput={setAgain} />
        <Button type="submit" disabled={busy}>{t(busy ? "unlocking" : "save")}</Button>
      </form>
    </Frame>
  );
}

export function Unlock({ profiles }: { profiles: Profile[] }) {
  const [whose, setWhose] = useState(profiles.length === 1 ? profiles[0]!.device : "");
  const [pin, setPin] = useState("");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const [seconds, setSeconds] = useState(0);
  const [until, setUntil] = useState(0);
  const profile = profiles.find((one) => one.device === whose);
  useEffect(() => {
    setUntil(profile?.waitUntil ?? 0);
    if (profile) language.value = profile.language === "en" ? "en" : "ur";
  }, [profile]);
  useEffect(() => {
    const tick = (): void => setSeconds(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [until]);
  const send = async (): Promise<void> => {
    if (!profile || busy || seconds > 0 || !pin) return;
    setBusy(true);
    const left = await tryPin(profile, pin);
    if (left === null || left <= 0) return;
    setPin("");
    setBusy(false);
    setError(t("pinWrong", { n: left }));
    const wrong = MOST_WRONG - left;
    setUntil(Date.now() + [0, 0, 0, 30, 60, 300, 900, 1800, 3600, 3600][wrong]! * 1000);
  };
  return (
    <Frame title={t("app")}>
      {profiles.length > 1 ? (
        <Choices legend={t("whoAreYou")} chosen={[whose]} onChoose={([code]) => setWhose(code!)}
          options={profiles.map((one) => ({ code: one.device, label: one.name }))} />
      ) : (
        <h2>{profile?.name}</h2>
      )}
      {profile ? (
        <form
          class="flow"
          onSubmit={(e) => {
            e.preventDefault();
            void send();
          }}
        >
          <Field id="pin" label={t("pin")} type="password" inputMode="numeric" autocomplete="current-password"
            error={seconds > 0 ? t("pinWait", { n: seconds }) : error} value={pin} onInput={setPin} />
          <Button type="submit" disabled={busy || seconds > 0}>{t(busy ? "unlocking" : "unlock")}</Button>
        </form>
      ) : null}
      <div class="push flow">
        <Button quiet onClick={() => (gate.value = { at: "connect" })}>{t("another")}</Button>
        <Languages />
      </div>
    </Frame>
  );
}

export function Emptied({ why }: { why: string }) {
  return (
    <Frame title={t("app")}>
      <h2>{t("emptied")}</h2>
      {why ? <p>{why}</p> : null}
      <p>{t("emptiedSaid")}</p>
      <Button quiet onClick={() => void look()}>{t("next")}</Button>
    </Frame>
  );
}
