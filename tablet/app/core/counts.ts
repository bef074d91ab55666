/* What is on the tablet and what has arrived, counted from what is known without opening anything. */
import type { Waiting } from "./outbox";

export interface Counts {
  answers: number; // operations that wait, but those that announce files
  photosWaiting: number;
  photosArrived: number;
  photosAll: number;
  rejected: number;
}

export interface PhotoMark {
  isDone: boolean;
  isDraft: boolean;
  refused: string;
}

/* The server knows nothing of a file yet: it waits and is tried again, for nobody said that it can never be taken. */
export const UNKNOWN_YET = "not_found";

/* Whether a file was refused for good; "404" is how older versions noted one that was not known. */
export const isRefused = ({ refused }: Pick<PhotoMark, "refused">): boolean => refused !== "" && !isUnknownYet({ refused });

export const isUnknownYet = ({ refused }: Pick<PhotoMark, "refused">): boolean => refused === UNKNOWN_YET || refused === "404";

export function countsOfStore(operations: readonly Waiting[], photos: readonly PhotoMark[]): Counts {
  const waiting = operations.filter((each) => !each.rejected);
  const sendable = photos.filter((photo) => !photo.isDraft && !isRefused(photo));
  const arrived = sendable.filter((photo) => photo.isDone).length;
  return {
    answers: waiting.filter((each) => each.kind !== "evidence.add").length,
    photosWaiting: sendable.length - arrived,
    photosArrived: arrived,
    photosAll: sendable.length,
    rejected: operations.length - waiting.length + photos.filter(isRefused).length,
  };
}

export const isUnsent = (counts: Counts): boolean => counts.answers + counts.photosWaiting + counts.rejected > 0;
