"""This engine beside stock viewflow, SpiffWorkflow and bpmn-engine: same flows, machine and PostgreSQL.

Every side commits its state after each step and reads it again before the next, as a process
among several must. A step of a person is a claim and a completion (two transactions) for this engine
and stock viewflow; SpiffWorkflow and bpmn-engine know no claim, so theirs is the completion alone.
Stock viewflow reads no BPMN: its flows are written by hand in the same shape (`stock_flows`).
"""
