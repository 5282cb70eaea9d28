import {useEffect, useState} from 'react';

/** Milliseconds between two frames. Ink's own limit is set higher: two limits beat down to half of either. */
const frame = 33;

/**
 * Draws again when something changed: at once when the last frame is old enough, so that an echo comes without
 * delay, else as soon as it is. `subscribe` gives the function that ends the subscription.
 */
export function useFrames(subscribe: (changed: () => void) => () => void): void {
  const [, setFrame] = useState(0);
  useEffect(() => {
    let last = 0;
    let timer: NodeJS.Timeout | undefined;
    const draw = () => {
      timer = undefined;
      last = performance.now();
      setFrame((count) => count + 1);
    };
    const unsubscribe = subscribe(() => {
      if (timer) return;
      const wait = last + frame - performance.now();
      if (wait <= 0) draw();
      else timer = setTimeout(draw, wait);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [subscribe]);
}
