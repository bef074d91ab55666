"""Files that hold forms: an XLSForm goes through pyxform in a process of its own, an XForm is read as it is.

>>> form, rows, warnings = read_file(Path("phieu.xlsx"))
"""

from inspections.xlsform_files.reading import FileOfForm, read_file
from inspections.xlsform_files.writing import workbook_of

__all__ = ["FileOfForm", "read_file", "workbook_of"]
