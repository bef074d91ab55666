"""The compared flows as stock viewflow has them: classes written by hand, locked as its manual says.

viewflow 2.4's free package has no BPMN, no multi-instance and no job: instances are a split into the
same step that many times, a service task is a `Handle` that is run in a transaction of its own.
"""

from datetime import timedelta

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import select_for_update_lock

INSTANCES = 50


class People(flow.Flow):
    """Five human steps in a row."""

    lock_impl = select_for_update_lock

    start = flow.StartHandle().Next(this.s1)
    s1 = flow.View(None).Next(this.s2)
    s2 = flow.View(None).Next(this.s3)
    s3 = flow.View(None).Next(this.s4)
    s4 = flow.View(None).Next(this.s5)
    s5 = flow.View(None).Next(this.end)
    end = flow.End()


class Services(flow.Flow):
    """Five steps of the machine in a row."""

    lock_impl = select_for_update_lock

    start = flow.StartHandle().Next(this.s1)
    s1 = flow.Handle().Next(this.s2)
    s2 = flow.Handle().Next(this.s3)
    s3 = flow.Handle().Next(this.s4)
    s4 = flow.Handle().Next(this.s5)
    s5 = flow.Handle().Next(this.end)
    end = flow.End()


class Fork(flow.Flow):
    """Three human steps at once, and their join."""

    lock_impl = select_for_update_lock

    start = flow.StartHandle().Next(this.fork)
    fork = flow.Split().Next(this.a).Next(this.b).Next(this.c)
    a = flow.View(None).Next(this.join)
    b = flow.View(None).Next(this.join)
    c = flow.View(None).Next(this.join)
    join = flow.Join().Next(this.end)
    end = flow.End()


def split_into_instances() -> flow.Split:
    """Return a split into the same step, fifty times."""
    split = flow.Split()
    for _ in range(INSTANCES):
        split = split.Next(this.s1)
    return split


class Instances(flow.Flow):
    """Fifty instances of one human step."""

    lock_impl = select_for_update_lock

    start = flow.StartHandle().Next(this.split)
    split = split_into_instances()
    s1 = flow.View(None).Next(this.join)
    join = flow.Join().Next(this.end)
    end = flow.End()


class Loop(flow.Flow):
    """A human step until the process has taken it often enough."""

    lock_impl = select_for_update_lock

    start = flow.StartHandle().Next(this.s1)
    s1 = flow.View(None).Next(this.again)
    again = flow.If(lambda activation: activation.process.data["n"] < activation.process.data["times"])
    again = again.Then(this.s1).Else(this.end)
    end = flow.End()


class Wait(flow.Flow):
    """A wait of one second."""

    lock_impl = select_for_update_lock

    start = flow.StartHandle().Next(this.wait)
    wait = flow.Timer(delay=timedelta(seconds=1)).Next(this.end)
    end = flow.End()


def version(number: int, steps: int) -> type[flow.Flow]:
    """Return a new class of that many human steps in a row."""
    names = [f"v{number}s{step}" for step in range(steps)]
    nodes = {
        name: flow.View(None).Next(getattr(this, after))
        for name, after in zip(names, [*names[1:], "end"], strict=True)
    }
    start = flow.StartHandle().Next(getattr(this, names[0]))
    return type(
        f"Version{number}", (flow.Flow,), {"__module__": __name__, "start": start, **nodes, "end": flow.End()}
    )
