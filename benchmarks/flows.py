"""Five human steps in a row, as stock viewflow has them: what the engine is compared with."""

from django.db import connection
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import no_lock, select_for_update_lock


class FiveSteps(flow.Flow):
    """Start, five tasks of a person, end; locked as viewflow's manual says for the database."""

    lock_impl = select_for_update_lock if connection.vendor == "postgresql" else no_lock

    start = flow.StartHandle().Next(this.s1)
    s1 = flow.View(None).Next(this.s2)
    s2 = flow.View(None).Next(this.s3)
    s3 = flow.View(None).Next(this.s4)
    s4 = flow.View(None).Next(this.s5)
    s5 = flow.View(None).Next(this.end)
    end = flow.End()
