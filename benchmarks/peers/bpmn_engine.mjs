/* bpmn-engine's side: each step reads the engine's JSON state from its row, goes on, writes it, commits.

Speaks as benchmarks/child.py does: a request a line, an answer a line. Runs beside a node_modules of
its own (package.json beside this).

    node bpmn_engine.mjs POSTGRESQL-ADDRESS
*/

import { createInterface } from "node:readline";
import { Engine } from "bpmn-engine";
import pg from "pg";

const MARK = "benchmark-answer:";
const TABLE = `CREATE TABLE IF NOT EXISTS peer_bpmn_engine (
  id bigserial PRIMARY KEY, state jsonb NOT NULL, due boolean NOT NULL DEFAULT false)`;
const READ = { name: "read", text: "SELECT state FROM peer_bpmn_engine WHERE id = $1 FOR UPDATE" };
const WRITE = { name: "write", text: "UPDATE peer_bpmn_engine SET state = $1, due = false WHERE id = $2" };
const INSERT = "INSERT INTO peer_bpmn_engine (state) VALUES ($1) RETURNING id";
const COPY = `INSERT INTO peer_bpmn_engine (state, due)
  SELECT state, true FROM peer_bpmn_engine, generate_series(1, $1::int) WHERE id = $2`;

const store = new pg.Client({ connectionString: process.argv[2] });
const compiled = new Map();
let called = []; // the callbacks of services that were called and wait

/* Conditions, texts and numbers as the shared files have them. */
function resolveExpression(text, scope) {
  if (!compiled.has(text)) compiled.set(text, new Function("values", `with (values) return (${text});`));
  return compiled.get(text)(scope.environment.variables);
}

/* A service that answers when the step is done. */
class Work {
  execute(message, callback) {
    called.push(callback);
  }
}

function withService(activity) {
  if (activity.type === "bpmn:ServiceTask") activity.behaviour.Service = Work;
}

const options = { expressions: { resolveExpression }, extensions: { withService } };

async function begin(bpmn) {
  called = [];
  const engine = new Engine({ ...options, source: bpmn });
  await engine.execute();
  const state = await engine.getState();
  await engine.stop();
  const { rows } = await store.query(INSERT, [JSON.stringify(state)]);
  return rows[0].id;
}

/* Lock and read the row, act on the engine, write it; return whether the run goes on. */
async function step(id, act) {
  await store.query("BEGIN");
  const { rows } = await store.query({ ...READ, values: [id] });
  called = [];
  const engine = new Engine(options).recover(rows[0].state, options);
  const execution = await engine.resume();
  await act(execution);
  const goesOn = execution.state !== "idle";
  const state = await engine.getState();
  if (goesOn) await engine.stop();
  await store.query({ ...WRITE, values: [JSON.stringify(state), id] });
  await store.query("COMMIT");
  return goesOn;
}

/* Complete the first step that waits for a person or a service. */
function completeOne(execution, values) {
  if (called.length) return called.shift()();
  const task = execution.getPostponed().find((each) => each.type === "bpmn:UserTask");
  Object.assign(execution.getActivityById(task.id).environment.variables, values);
  const waiting = task.getExecuting?.() ?? [];
  const one = waiting.find((each) => each.executionId !== task.executionId) ?? task;
  execution.signal({ id: task.id, executionId: one.executionId });
}

/* Let a timer that is due fire: resumed, it ends at once or at the next turn of the loop. */
async function fire(execution) {
  if (execution.state !== "idle") await execution.waitFor("end");
}

async function runThrough(bpmn) {
  const id = await begin(bpmn);
  const moments = [performance.now()];
  let goesOn = true;
  while (goesOn) {
    const n = moments.length;
    goesOn = await step(id, (execution) => completeOne(execution, { n }));
    moments.push(performance.now());
  }
  return moments;
}

async function drain(bpmn, timers) {
  const id = await begin(bpmn);
  await store.query(COPY, [timers, id]);
  await new Promise((done) => setTimeout(done, 1100));
  const began = now();
  const { rows } = await store.query("SELECT id FROM peer_bpmn_engine WHERE due ORDER BY id");
  for (const row of rows) if (await step(row.id, fire)) throw new Error("the timer was not due");
  return spent(began, rows.length);
}

function now() {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), processor: (user + system) / 1000 };
}

function spent(began, steps) {
  const ended = now();
  return {
    speed: (steps / (ended.wall - began.wall)) * 1000,
    CPU: (ended.processor - began.processor) / steps,
  };
}

/* The cost of the last fifty steps over that of the first fifty, for a run long enough. */
function growth(moments) {
  if (moments.length < 101) return {};
  return { growth: (moments.at(-1) - moments.at(-51)) / (moments[50] - moments[0]) };
}

async function cold(files) {
  const began = performance.now();
  for (const source of files) await new Engine({ ...options, source }).getDefinitions();
  return performance.now() - began;
}

async function take({ case: name, files, amount, steps_a_run: each }) {
  if (name === "timers") return { ...(await drain(files[0], amount)), statements: 2 };
  if (name === "cold") return { load: await cold(files) };
  const began = now();
  const runs = [];
  for (let number = 0; number < amount; number++) runs.push(await runThrough(files[0]));
  const taken = { ...spent(began, amount * each), statements: 2, ...growth(runs[0]) };
  if (runs.some((moments) => moments.length - 1 !== each)) throw new Error("a run of other steps");
  return taken;
}

await store.connect();
await store.query(TABLE);
for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = { answer: await take(JSON.parse(line)[1]) };
  } catch (error) {
    console.error(error);
    answer = { error: String(error) };
    await store.query("ROLLBACK");
  }
  console.log(MARK + JSON.stringify(answer));
}
await store.end();
