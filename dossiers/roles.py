"""Codes of the roles the house itself knows: who applies, who takes in what is sent, who hands over what comes of it."""

APPLICANT_ROLE = "nguoi_nop"
RECEPTION_ROLE = "tiep_nhan"
HAND_OVER_ROLE = "tra_ket_qua"
ONE_STOP_ROLES = frozenset({RECEPTION_ROLE, HAND_OVER_ROLE})
"""Whose holders sit at the one-stop centre, for whatever office they act."""
