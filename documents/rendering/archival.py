"""The last touch before the first signature: metadata that claims PDF/A and PDF/UA, and signature fields.

Three things are learnt the hard way. Metadata stands in element form, with the namespace on each
description, since validators read the attribute form as missing. A field made by the signing
library lacks a description and a place in the structure tree, which breaks PDF/UA, so fields are
made here. Their rectangle has no size: what people see is drawn in the page itself.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

PRODUCER = "Mộtcửa"
WIDGET_FLAGS = 4 | 128  # print, locked: PDF/A wants print, nobody may move the field


@dataclass(frozen=True)
class Metadata:
    """What the document says about itself."""

    title: str
    author: str
    created_at: datetime
    part: int
    conformance: str


def make_archival(pdf: bytes, metadata: Metadata, *, fields: list[tuple[str, str]]) -> bytes:
    """Return the PDF with complete metadata and one empty signature field a name and description."""
    with Pdf.open(BytesIO(pdf)) as document:
        write_information(document, metadata)
        for name, description in fields:
            add_signature_field(document, name, description)
        out = BytesIO()
        modern = metadata.part > 1
        document.save(
            out,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve
            if modern
            else pikepdf.ObjectStreamMode.disable,
        )
        return out.getvalue()


def write_information(document: Pdf, metadata: Metadata) -> None:
    """Write the information dictionary and XMP so that they agree, as PDF/A asks."""
    day = metadata.created_at.strftime("D:%Y%m%d%H%M%S+00'00'")
    document.docinfo = document.make_indirect(
        Dictionary(
            Title=String(metadata.title),
            Author=String(metadata.author),
            Producer=String(PRODUCER),
            CreationDate=String(day),
            ModDate=String(day),
        )
    )
    stream = document.make_stream(xmp(metadata).encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    document.Root.Metadata = stream


def add_signature_field(document: Pdf, name: str, description: str) -> None:
    """Add an empty signature field of no size to the last page, known to the structure tree."""
    page = document.pages[-1].obj
    nothing = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 0, 0]))
    widget = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(name),
            TU=String(description),
            Rect=Array([0, 0, 0, 0]),
            F=WIDGET_FLAGS,
            P=page,
            AP=Dictionary(N=nothing),
        )  # fmt: skip
    )
    page.Annots = Array([*page.get("/Annots", []), widget])
    page.Tabs = Name.S
    form = document.Root.get("/AcroForm")
    if form is None:
        form = document.Root.AcroForm = document.make_indirect(Dictionary(Fields=Array(), SigFlags=0))
    form.Fields.append(widget)
    enter_structure(document, page, widget)


def enter_structure(document: Pdf, page: Object, widget: Object) -> None:
    """Put the widget in a Form element at the end of the document and in the parent tree.

    The reference stands alone in K, not in a list: the difference policy of the validator knows a
    form control in the structure tree by a path that ends in K/Obj.
    """
    tree = document.Root.StructTreeRoot
    top = tree.K[0] if isinstance(tree.K, Array) else tree.K
    element = document.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=top,
            Pg=page,
            K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=page),
        )  # fmt: skip
    )
    top.K = Array([*top.K, element]) if isinstance(top.K, Array) else Array([top.K, element])
    numbers = tree.ParentTree.Nums
    key = max((int(numbers[at]) for at in range(0, len(numbers), 2)), default=-1) + 1
    widget.StructParent = key
    numbers.append(key)
    numbers.append(element)
    tree.ParentTreeNextKey = key + 1


def xmp(metadata: Metadata) -> str:
    """Return the XMP packet: title, author, producer, dates, PDF/A part and PDF/UA-1 with its schema."""
    moment = metadata.created_at.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return XMP.format(
        title=escape(metadata.title),
        author=escape(metadata.author),
        producer=escape(PRODUCER),
        moment=moment,
        part=metadata.part,
        conformance=metadata.conformance,
    )


XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>{conformance}</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{producer}</pdf:Producer></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
