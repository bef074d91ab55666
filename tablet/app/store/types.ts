/* What the server sends about a visit (docs/reference/tablet-protocol.md) and what is kept beside it. */
import type { Answer } from "../core/checklist";
import type { Licence } from "../core/licences";

export interface VisitEntry {
  id: string;
  code: string;
  title: string;
  variant?: string;
  mode?: string;
  decision?: { number: string; on: string | null };
  institution: { name: string; code?: string; kind: string; address: string; place?: string };
  starts_at: string | null;
  ends_at: string | null;
  announced_at: string | null;
  due_on?: string | null;
  checklist: string | null;
  status?: string;
  status_words: string;
  closed: boolean;
  role: string;
  seq: number;
  sessions: { id: string; starts_at: string | null; began_at: string | null; ended_at: string | null; place?: string }[];
}

export interface Member {
  person: number;
  name: string;
  role: string;
  is_me: boolean;
}

export interface Side {
  values: Answer;
  by: number;
  name: string;
  noted_at: string | null;
}

export interface Conflict {
  id: string;
  key: string;
  a: Side | null;
  b: Side;
  open: boolean;
}

export interface Hold {
  hold: string;
  device: string;
  name: string;
  mine: boolean;
}

export interface ServerMinutes {
  id: string;
  kind: string;
  digest: string;
  content: Record<string, unknown>;
  complete: boolean;
  voided: boolean;
  proof?: string; // equal | marks_differ | differs: how they stand to what the server made of the same data
  signatures: { side: string; name: string; title: string; method: string; device_at: string | null; server_at: string | null }[];
}

/* What the server says of a visit: whole, or what changed (then the parts that come once are missing). */
export interface Bundle {
  visit: VisitEntry;
  team: Member[];
  answers: Record<string, { values: Answer; version: number; by: number; changed_at: string }>;
  conflicts: Conflict[];
  evidence: Record<string, { key: string; sha256: string; complete: boolean; removed: boolean }>;
  minutes: ServerMinutes[];
  minutes_basis?: Record<string, unknown>;
  holds: Record<string, Hold>;
  samples: Record<string, { seed: string; size: number; population: number | null; units: number[] | null }>;
  declared?: Record<string, Answer>;
  licences?: Licence[];
  previous?: { key: string; text: string; due_on: string | null; state_words: string }[];
  seq: number;
  next: number;
}

/* A visit as it is kept here: the list's entry and the bundle without its answers. */
export interface Visit {
  entry: VisitEntry;
  bundle: Omit<Bundle, "answers">;
  fetchedAt: string;
}

/* version: what the server had when this was last seen to be the same; 0 for an answer it never had. */
export interface KeptAnswer {
  values: Answer;
  version: number;
  by: string;
  at: string;
}

export interface PhotoFacts {
  kind: "photo" | "file" | "signature";
  sha256: string;
  contentType: string;
  name: string;
  takenAt: string;
  place: { lat: string; lng: string; accuracy: string | null } | null;
  masked: boolean;
}
