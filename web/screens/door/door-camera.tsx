// The phone's camera as a scanner. The reader of codes is loaded on first use, and no picture leaves the page.

import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../language.ts';
import { loadPart, PartMissing } from '../../load-part.ts';
import { Button } from '../../parts/controls.tsx';
import { MissingPart } from '../../parts/states.tsx';
import { sightings } from './sightings.ts';

// The text of each failure is found by its name.
type Trouble = 'denied' | 'missing' | 'busy' | 'not-loaded';

export function DoorCamera({ onCode }: { onCode: (code: string) => void }) {
  const text = t().door.camera;
  const video = useRef<HTMLVideoElement>(null);
  const [on, setOn] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const visible = usePageVisible();
  // The newest callback, for pictures that arrive after this render.
  const tell = useRef(onCode);
  tell.current = onCode;

  // When the page is hidden the camera is released, and it is taken again when the page is shown.
  useEffect(() => {
    const player = video.current;
    if (!on || !visible || player === null) return;
    const over = new AbortController();
    watch(player, (code) => tell.current(code), over.signal).catch((error: unknown) => {
      if (over.signal.aborted) return;
      setTrouble(troubleOf(error));
      setOn(false);
    });
    return () => over.abort();
  }, [on, visible]);

  // Browsers give no camera to a page that was loaded without TLS.
  if (navigator.mediaDevices === undefined) return null;
  return (
    <div class="door-camera">
      <video ref={video} hidden={!on} aria-label={text.view} muted playsInline />
      {on && <p class="hint">{text.aim}</p>}
      {trouble === 'not-loaded' && <MissingPart />}
      {trouble !== null && trouble !== 'not-loaded' && (
        <p class="note bad" role="alert">
          {text[trouble]}
        </p>
      )}
      <Button
        onPress={() => {
          setTrouble(null);
          setOn(!on);
        }}
      >
        {on ? text.stop : text.start}
      </Button>
    </div>
  );
}

/** Reports each code that comes into view until the signal aborts. Rejects when there is no camera or no reader. */
async function watch(player: HTMLVideoElement, onCode: (code: string) => void, signal: AbortSignal): Promise<void> {
  const { QRCanvas, frameLoop, rearCamera } = await loadPart(() => import('qr/dom.js'));
  if (signal.aborted) return;
  const camera = await rearCamera(player);
  const canvas = new QRCanvas();
  const isNew = sightings();
  const endLoop = frameLoop(async () => {
    const code = await camera.readFrame(canvas, true);
    if (typeof code === 'string' && !signal.aborted && isNew(code, Date.now())) onCode(code);
  }, player);
  const end = () => {
    endLoop();
    camera.stop();
  };
  // The scan may have been stopped while the browser asked for permission.
  if (signal.aborted) end();
  else signal.addEventListener('abort', end);
}

function usePageVisible(): boolean {
  const [visible, setVisible] = useState(!document.hidden);
  useEffect(() => {
    const look = () => setVisible(!document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return visible;
}

// Names of `getUserMedia`'s refusals (W3C Media Capture and Streams, 10.2).
function troubleOf(error: unknown): Trouble {
  if (error instanceof PartMissing) return 'not-loaded';
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return 'busy';
}
