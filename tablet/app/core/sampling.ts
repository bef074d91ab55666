/*
 * The random draw of inspections/checklists/sampling.py, step by step the same: whoever knows the seed,
 * which stands in the minutes, can draw again.
 */
const WORDS = 2 ** 48;

export async function draw(seed: string, population: number, size: number): Promise<number[]> {
  if (!seed || population < 0 || population > 1_000_000 || size < 1 || size > 1_000)
    throw new RangeError(`cannot draw ${size} of ${population}`);
  const next = words(seed);
  const moved = new Map<number, number>();
  const drawn: number[] = [];
  for (let place = 0; place < Math.min(size, population); place++) {
    const other = place + (await below(population - place, next));
    drawn.push((moved.get(other) ?? other) + 1);
    moved.set(other, moved.get(place) ?? place);
  }
  return drawn.sort((left, right) => left - right);
}

function words(seed: string): () => Promise<number> {
  let counter = 0;
  return async () => {
    const block = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${seed}:${counter++}`));
    return [...new Uint8Array(block, 0, 6)].reduce((whole, byte) => whole * 256 + byte, 0);
  };
}

async function below(limit: number, next: () => Promise<number>): Promise<number> {
  const firstUneven = WORDS - (WORDS % limit);
  for (;;) {
    const word = await next();
    if (word < firstUneven) return word % limit;
  }
}

export function newSeed(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
