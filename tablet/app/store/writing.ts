/* How an answer and a file are written down: the row and the operation that carries it to the server. */
import type { Answer } from "../core/checklist";
import { replaceable } from "../core/outbox";
import type { OperationRow, Written } from "./database";
import type { Sealed } from "./sealing";
import type { PhotoFacts } from "./types";

export interface PreparedAnswer {
  visit: string;
  key: string;
  sealed: Sealed;
  operation: OperationRow;
  frozen: ReadonlySet<number>;
}

/*
 * Within a transaction: the answer, and its operation in the place of one that was never sent. It builds on the version
 * that is kept here now, which a receipt may have raised since the page was drawn.
 */
export async function putAnswer(answers: Written<"answers">, operations: Written<"operations">, { visit, key, sealed, operation, frozen }: PreparedAnswer): Promise<void> {
  const version = (await answers.get([visit, key]))?.version ?? 0;
  const changeable = (await operations.index("visit").getAll(visit)).filter((row) => !frozen.has(row.seq!));
  const old = replaceable(changeable, visit, "answer.set", key);
  if (old) await operations.delete(old.seq!);
  await operations.add({ ...operation, base: old ? old.base : version });
  await answers.put({ visit, key, version, sealed });
}

export function announced(id: string, key: string, size: number, facts: PhotoFacts): Record<string, unknown> {
  const { kind, sha256, contentType, name, takenAt, place, masked } = facts;
  return { id, key, kind, sha256, size, content_type: contentType, name, taken_at: takenAt, place, masked };
}

/* An answer as the protocol writes it: whole, without what the device alone needs. */
export function wire(values: Answer): Record<string, unknown> {
  const { verdict = null, value = null, numerator, denominator, reason = "", evidence = [], unseen_because = "", note = "" } = values;
  return { verdict, value, numerator: numerator || null, denominator: denominator || null, reason, evidence, unseen_because, note };
}
