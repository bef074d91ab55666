"""A session at an institution begins and ends as the tablet says, by a clock set right."""

from inspections.models import Session
from inspections.protocol.payloads import VisitMoment
from inspections.services.sync.acts import Act, Effect, Rejected


def begin_session(act: Act, payload: VisitMoment) -> Effect:
    """Note that a session began; what was noted first stays. Raises Rejected."""
    session = session_meant(act, payload, began=False)
    if session.began_at is None:
        session.began_at = act.happened_at
        session.save(update_fields=["began_at"])
    return told_of(session)


def end_session(act: Act, payload: VisitMoment) -> Effect:
    """Note that a session ended; what was noted first stays. Raises Rejected."""
    session = session_meant(act, payload, began=True)
    if session.finished_at is None:
        session.began_at = session.began_at or act.happened_at
        session.finished_at = max(act.happened_at, session.began_at)
        session.save(update_fields=["began_at", "finished_at"])
    return told_of(session)


def session_meant(act: Act, payload: VisitMoment, *, began: bool) -> Session:
    """Return the session that is named, or the first that is not over. Raises Rejected("no_session")."""
    sessions = Session.objects.filter(target=act.target)
    if payload.session is not None:
        found = sessions.filter(public_id=payload.session).first()
    else:
        found = sessions.filter(finished_at=None, began_at__isnull=not began).first()
        found = found or sessions.filter(finished_at=None).first()
    if found is None:
        raise Rejected("no_session")
    return found


def told_of(session: Session) -> Effect:
    """Return what the tablet is told of a session."""
    moments = {"began_at": session.began_at, "ended_at": session.finished_at}
    told = {name: moment.isoformat() if moment else None for name, moment in moments.items()}
    return Effect(told={"session": {"id": str(session.public_id), **told}})
