/** Buttons to listen to what is written beside them, where this phone has a recording of it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { here, nameFor, soundOf } from "../sounds";
import { t } from "../texts";
import { Button } from "../ui";

type State = "still" | "playing" | "paused";
let playing: HTMLAudioElement | null = null; // one at a time

export function Listen({ about }: { about: string }) {
  const name = nameFor(about);
  const sound = useRef<HTMLAudioElement | null>(null);
  const [state, setState] = useState<State>("still");
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    setState("still");
    setFailed(false);
    return () => {
      sound.current?.pause();
      if (sound.current) URL.revokeObjectURL(sound.current.src);
      sound.current = null;
    };
  }, [name]);
  if (!name || !here.value.has(name)) return null;
  const play = async (from?: number): Promise<void> => {
    try {
      sound.current ??= await made(name, setState);
      if (from !== undefined) sound.current.currentTime = from;
      if (playing !== sound.current) playing?.pause();
      playing = sound.current;
      await sound.current.play();
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return; // paused before it began
      console.error("a recording", error);
      setFailed(true);
    }
  };
  return (
    <div class="listen">
      <Button quiet onClick={() => (state === "playing" ? sound.current?.pause() : void play())}>
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d={state === "playing" ? "M8 5v14M16 5v14" : "M4 9v6h4l5 4V5L8 9zM16 9a4 4 0 010 6M18.500 6.500a8 8 0 010 11"} /></svg>
        {t(state === "playing" ? "pauseSound" : state === "paused" ? "goOnListening" : "listen")}
      </Button>
      {state === "still" ? null : <Button quiet onClick={() => void play(0)}>{t("again")}</Button>}
      {failed ? <p class="error" role="alert">{t("cannotPlay")}</p> : null}
    </div>
  );
}

async function made(name: string, told: (state: State) => void): Promise<HTMLAudioElement> {
  const url = await soundOf(name);
  if (!url) throw new Error("not here");
  const sound = new Audio(url);
  sound.onplay = () => told("playing");
  sound.onpause = () => told(sound.ended ? "still" : "paused");
  sound.onended = () => told("still");
  return sound;
}
