"""The door: numbers, drafts, drawing, signatures, standing of issued documents, certificates."""

from documents.services.change_standing import mark_corrected, mark_replaced, revoke
from documents.services.complete_signature import complete_signature
from documents.services.demo_certificates import give_demo_certificates
from documents.services.draft_document import Content, Signer, Subject, draft_document, kept_source
from documents.services.fail_signature import fail_signature
from documents.services.prepare_signature import prepare_signature
from documents.services.register_certificate import change_certificate_state, register_certificate
from documents.services.render_document import render, render_document
from documents.services.request_signature import request_signature, seal
from documents.services.reserve_number import Series, reserve_number
from documents.services.sign_automatically import sign_automatically
from documents.services.sign_file import SEAL, SIGNER, Signing, sign_file
from documents.services.take_number import take_number
from documents.services.void_number import void_number, void_unsigned

__all__ = [
    "Content",
    "SEAL",
    "SIGNER",
    "Series",
    "Signer",
    "Signing",
    "Subject",
    "change_certificate_state",
    "complete_signature",
    "draft_document",
    "fail_signature",
    "give_demo_certificates",
    "kept_source",
    "mark_corrected",
    "mark_replaced",
    "prepare_signature",
    "register_certificate",
    "render",
    "render_document",
    "request_signature",
    "reserve_number",
    "revoke",
    "seal",
    "sign_automatically",
    "sign_file",
    "take_number",
    "void_number",
    "void_unsigned",
]
