// Evaluates the shared vectors with feelin, the evaluator of the browser, and prints its values as a JSON list.
import { readFileSync } from "node:fs";
import { evaluate } from "feelin";

const vectors = JSON.parse(readFileSync(new URL("feel_vectors.json", import.meta.url)));
const values = vectors.map(({ expression, context }) => {
  const result = evaluate(expression, context);
  return (result && typeof result === "object" && "value" in result ? result.value : result) ?? null;
});
console.log(JSON.stringify(values));
