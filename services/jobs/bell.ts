/** Wakes a loop that looks for work now and then. */
export interface Bell {
  strike(): void;
  /** Waits for the next strike, or for one that came while nobody waited, at most `longestMs`. */
  ring(longestMs: number): Promise<void>;
}

export function createBell(): Bell {
  let isStruck = false;
  let hear: (() => void) | undefined;
  return {
    strike() {
      isStruck = true;
      hear?.();
    },
    async ring(longestMs) {
      if (!isStruck) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, longestMs);
          hear = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      isStruck = false;
      hear = undefined;
    },
  };
}
