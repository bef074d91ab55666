"""Codes of the two roles the house itself knows: who applies, and who takes in what is sent."""

APPLICANT_ROLE = "nguoi_nop"
RECEPTION_ROLE = "tiep_nhan"
