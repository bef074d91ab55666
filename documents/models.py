"""What the product remembers about numbers, drafts, signatures and issued documents.

A number belongs to a *decision*, not to a file: the register row is reserved when the leader
approves and ends as issued or void with a reason, so that the series has no gap nobody can
explain. A draft becomes an issued document once, after the last signature; the issued file never
changes, later events (correction, replacement, revocation) only add dates and a successor.
Source of the rules: Decree 30/2020/NĐ-CP, articles 15 and 18 and appendix I.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NumberRegister(models.Model):
    """One series of numbers of one agency in one year, e.g. the register of certified copies of 2026."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="number_registers")
    series = models.SlugField(_("dãy số"), max_length=60)
    name = models.CharField(_("tên sổ"), max_length=200)
    year = models.PositiveSmallIntegerField(_("năm"))
    last_number = models.PositiveIntegerField(_("số cuối"), default=0)

    class Meta:
        verbose_name = _("sổ cấp số")
        verbose_name_plural = _("sổ cấp số")
        constraints = [
            models.UniqueConstraint(fields=["agency", "series", "year"], name="one_register_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class RegisterEntry(models.Model):
    """One number: reserved, then issued or void with a reason; never deleted, never used twice."""

    class State(models.TextChoices):
        RESERVED = "reserved", _("Đang giữ")
        ISSUED = "issued", _("Đã phát hành")
        VOID = "void", _("Hủy")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    register = models.ForeignKey(NumberRegister, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(_("số"))
    text = models.CharField(_("số và ký hiệu"), max_length=80)
    day = models.DateField(_("ngày"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.RESERVED)
    decision = models.CharField(_("quyết định"), max_length=120, db_index=True)
    reserved_at = models.DateTimeField(_("giữ lúc"))
    reserved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người giữ"),
    )
    closed_at = models.DateTimeField(_("kết thúc lúc"), null=True)
    void_reason = models.CharField(_("lý do hủy"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("số trong sổ")
        verbose_name_plural = _("số trong sổ")
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="a_number_is_given_once"),
            models.UniqueConstraint(
                fields=["decision"], condition=~Q(state="void"), name="a_decision_holds_one_number"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="numbers_start_at_one"),
            models.CheckConstraint(
                condition=(Q(state="void") & ~Q(void_reason="")) | (~Q(state="void") & Q(void_reason="")),
                name="void_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["day"], condition=Q(state="reserved"), name="entries_still_reserved"),
        ]

    def __str__(self) -> str:
        return self.text


class TemplateSource(models.Model):
    """The files of one document template, stored once under the hash of their content."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    files = models.JSONField()

    def __str__(self) -> str:
        return self.sha256[:12]


class DocumentDraft(models.Model):
    """A document on its way: everything its page shows is frozen here, so rendering twice gives the same bytes."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ dựng")
        RENDERED = "rendered", _("Chờ ký")
        SIGNED = "signed", _("Chờ đóng dấu")
        ISSUED = "issued", _("Đã phát hành")
        ABANDONED = "abandoned", _("Đã bỏ")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    verify_code = models.CharField(max_length=16, unique=True)
    kind = models.SlugField(max_length=60)
    title = models.CharField(max_length=300)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="drafts")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signer_lines = models.JSONField(help_text="the lines above the name, e.g. KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC")
    source = models.ForeignKey(TemplateSource, on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=120)
    context = models.JSONField()
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    reply_to = models.CharField(
        max_length=200, blank=True, help_text="opaque to documents: who waits for the result"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    approved_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True)
    storage_key = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("dự thảo")
        verbose_name_plural = _("dự thảo")
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=~Q(state="abandoned"), name="a_number_has_one_living_draft"
            ),
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="drafts_by_subject")]

    def __str__(self) -> str:
        return self.title


class Certificate(models.Model):
    """The public half of a signing key of a person or an agency, and where an automatic key lies."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Đang dùng")
        SUSPENDED = "suspended", _("Tạm dừng")
        REVOKED = "revoked", _("Đã thu hồi")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    agency = models.ForeignKey(
        "accounts.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    subject = models.CharField(_("chủ thể"), max_length=300)
    issuer = models.CharField(_("nơi cấp"), max_length=300)
    serial = models.CharField(_("số sê-ri"), max_length=64)
    fingerprint = models.CharField(_("dấu vân tay SHA-256"), max_length=64, unique=True)
    pem = models.TextField()
    valid_from = models.DateTimeField(_("có hiệu lực từ"))
    valid_to = models.DateTimeField(_("có hiệu lực đến"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    key_file = models.CharField(
        max_length=200,
        blank=True,
        help_text="PKCS#12 below the folder of keys; empty where the key is a token at a desk",
    )

    class Meta:
        verbose_name = _("chứng thư số")
        verbose_name_plural = _("chứng thư số")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, agency__isnull=False)
                | Q(person__isnull=False, agency__isnull=True),
                name="a_certificate_has_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class SignatureRequest(models.Model):
    """One signature a draft waits for: 1 the leader's, 2 the agency's seal."""

    class Order(models.IntegerChoices):
        LEADER = 1, _("Chữ ký của người ký")
        SEAL = 2, _("Chữ ký của cơ quan")

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ ký")
        PREPARED = "prepared", _("Đang ký")
        SIGNED = "signed", _("Đã ký")
        FAILED = "failed", _("Lỗi")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(DocumentDraft, on_delete=models.PROTECT, related_name="signatures")
    order = models.PositiveSmallIntegerField(choices=Order.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, null=True, related_name="+")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reply_to = models.CharField(max_length=200, blank=True)
    signing_at = models.DateTimeField(
        null=True, help_text="chosen once, so that a repeated attempt makes the same bytes"
    )
    digest = models.CharField(max_length=128, blank=True)
    region_start = models.PositiveIntegerField(null=True)
    region_end = models.PositiveIntegerField(null=True)
    prepared_key = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("yêu cầu ký")
        verbose_name_plural = _("yêu cầu ký")
        constraints = [
            models.UniqueConstraint(fields=["draft", "order"], name="one_request_an_order"),
        ]
        indexes = [
            models.Index(fields=["draft"], condition=~Q(state="signed"), name="signatures_still_open"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.order}"


class IssuedDocument(models.Model):
    """A document as it left the house: immutable file, hash, and what became of it later."""

    class State(models.TextChoices):
        VALID = "valid", _("Có hiệu lực")
        CORRECTED = "corrected", _("Đã đính chính")
        REPLACED = "replaced", _("Đã được thay thế")
        REVOKED = "revoked", _("Đã thu hồi")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    verify_code = models.CharField(_("mã tra cứu"), max_length=16, unique=True)
    kind = models.SlugField(_("loại"), max_length=60)
    title = models.CharField(_("tên"), max_length=300)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="issued_documents")
    entry = models.OneToOneField(RegisterEntry, on_delete=models.PROTECT, related_name="document")
    draft = models.OneToOneField(DocumentDraft, on_delete=models.PROTECT, related_name="document")
    number = models.CharField(_("số và ký hiệu"), max_length=80)
    issued_on = models.DateField(_("ngày"))
    issued_at = models.DateTimeField(_("phát hành lúc"))
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signer_lines = models.JSONField()
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.VALID)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    storage_key = models.CharField(max_length=200)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    corrected_on = models.DateField(null=True)
    replaced_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)
    corrected_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrects")
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    revoked_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="revokes")

    class Meta:
        verbose_name = _("văn bản đã phát hành")
        verbose_name_plural = _("văn bản đã phát hành")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="issued_by_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def citation(self) -> str:
        """How a paper names it: Quyết định … số 01/QĐ-SGDĐT ngày 05/02/2026."""
        return f"{self.title} số {self.number} ngày {self.issued_on:%d/%m/%Y}"


class StandingChange(models.Model):
    """One thing that became of an issued document later: corrected, replaced or revoked, by which document.

    by      the document that did it; none where an authority revokes without one of this house
    reason  why; not shown to the public
    """

    document = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=10, choices=IssuedDocument.State.choices)
    on = models.DateField(_("ngày"))
    by = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, null=True, related_name="changes_made")
    reason = models.TextField(_("lý do"), blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "by"],
                condition=Q(by__isnull=False),
                name="a_document_changes_another_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"


class LookupMisses(models.Model):
    """How many wrong codes one address tried in one hour; the address is kept as a keyed digest only."""

    address_digest = models.CharField(max_length=64)
    hour = models.DateTimeField()
    misses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address_digest", "hour"], name="one_count_an_address_and_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}: {self.misses}"
