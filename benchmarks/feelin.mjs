// feelin's side of benchmarks/feel.py: evaluates the same conditions for so many rounds, prints how many a second.
// feelin parses at each evaluation: it offers no parsed expression to keep.
import { readFileSync } from "node:fs";
import { evaluate } from "feelin";

const { context, conditions } = JSON.parse(readFileSync(new URL("feel_conditions.json", import.meta.url)));
const rounds = Number(process.argv[2]);

function once(condition) {
  const result = evaluate(condition, context);
  return result && typeof result === "object" && "value" in result ? result.value : result;
}

const wrong = conditions.filter((condition) => once(condition) !== true);
if (wrong.length) throw new Error(`not true: ${wrong.join(" | ")}`);
const began = process.cpuUsage();
for (let round = 0; round < rounds; round++) for (const condition of conditions) once(condition);
const { user, system } = process.cpuUsage(began);
const seconds = (user + system) / 1e6;
console.log(JSON.stringify({ whole: (rounds * conditions.length) / seconds }));
